import type { DeliveryDocument } from '../delivery/deliveries.store.ts';
import type { Delivery } from '../delivery/delivery.ts';

/** How the dispatchers of several instances keep out of each other's deliveries: one way for each kind of store. */
export interface Leases {
  /** Whether a lease is known in memory alone, without a write: then a first attempt may go before its delivery is written. */
  readonly areInMemory: boolean;
  /** Whether this dispatcher may lease deliveries now. */
  readonly mayTake: boolean;
  /** A new delivery as it is inserted by the dispatcher that attempts it. */
  leased(delivery: Delivery): Delivery;
  /** Leases due deliveries; gives those that are this dispatcher's now. At most 100. */
  take(due: readonly DeliveryDocument[]): Promise<DeliveryDocument[]>;
  /** The delivery, its lease long enough for an attempt; undefined where another has it now, or it is over. */
  confirm(delivery: DeliveryDocument): Promise<DeliveryDocument | undefined>;
  /** Gives up what was leased and not attempted. */
  release(deliveries: readonly DeliveryDocument[]): Promise<void>;
  /** Calls whenever this dispatcher may lease deliveries again. */
  onGained(listener: () => void): void;
  close(): Promise<void>;
}

export const LEASE_MS = 30_000;
/** What an attempt needs of a lease: it takes at most 10 s, and its record a moment. */
export const NEEDED_MS = 13_000;
