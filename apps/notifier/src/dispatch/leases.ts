import { nextVersion } from '@gatehouse/store';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import { claimed, type DeliveryDocument, type DeliveryDraft, released } from '../delivery/delivery.ts';

/** How workers keep out of each other's way. */
export interface Claims {
  /** Whether deliveries may be this worker's at this moment. */
  readonly mayTake: boolean;
  /** Whether a claim is known in memory alone: then a first attempt need not wait until its delivery stands. */
  readonly areFree: boolean;
  /** A new delivery as it is inserted, where the worker that makes it also makes its first attempt. */
  stamped(draft: DeliveryDraft): DeliveryDraft;
  /** Those of the due documents that are this worker's now. At most 100. */
  take(documents: readonly DeliveryDocument[]): Promise<DeliveryDocument[]>;
  /** The document, with its claim long enough for an attempt; undefined where it is another's now, or over. */
  confirmed(document: DeliveryDocument): Promise<DeliveryDocument | undefined>;
  /** Gives up what was claimed and not tried. */
  release(documents: readonly DeliveryDocument[]): Promise<void>;
  /** Calls whenever deliveries may be this worker's again that were another's. */
  onGained(listener: () => void): void;
  close(): Promise<void>;
}

const CLAIM_MS = 30_000;
/** An attempt takes at most 10 s, and its record needs a moment. */
export const NEEDED_MS = 13_000;
const AT_A_TIME = 100;

/** For a store that many workers share: a claim is a write, compare-and-set, that another may supersede once it has run out. */
export function sharedClaims(collection: Deliveries, worker: string, now: () => number): Claims {
  async function rewrite(
    documents: readonly DeliveryDocument[],
    change: (document: DeliveryDocument) => DeliveryDraft,
  ): Promise<DeliveryDocument[]> {
    const at = now();
    const writes = documents.map((previous) => ({
      previous,
      document: { ...change(previous), version: nextVersion(previous.version, at) },
      events: [],
    }));
    const results = await collection.writeMany(writes);
    return writes.flatMap(({ document }, index) => (results[index]?.status === 'written' ? [document] : []));
  }

  const claim = (document: DeliveryDraft) => claimed(document, worker, now() + CLAIM_MS);
  return {
    mayTake: true,
    areFree: false,
    onGained: () => {},
    stamped: claim,
    take: (documents) => rewrite(documents, claim),
    async confirmed(document) {
      if ((document.wakeAt ?? 0) - now() >= NEEDED_MS) return document;
      const [renewed] = await rewrite([document], claim);
      return renewed;
    },
    async release(documents) {
      for (let from = 0; from < documents.length; from += AT_A_TIME) {
        await rewrite(documents.slice(from, from + AT_A_TIME), released);
      }
    },
    close: async () => {},
  };
}
