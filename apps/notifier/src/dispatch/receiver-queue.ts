import { ATTEMPTS_PER_RECEIVER, mostInFlight } from '../delivery/queues.domain.ts';

/**
 * How a receiver answers:
 * - `untried`: nothing is known yet;
 * - `prompt`: within `PROMPT_MS`;
 * - `quick`: within `QUICK_MS`;
 * - `slow`: later, or not within `PROMPT_MS` at the first attempt;
 * - `dead`: no answer at all.
 *
 * Each attempt that ends says which of the last four it is. An attempt that is not over after `PROMPT_MS` makes `untried`
 * `slow` and `prompt` `quick`; one that is not over after `QUICK_MS` makes all but `dead` `slow`.
 */
export type Pace = 'untried' | 'prompt' | 'quick' | 'slow' | 'dead';

export const PROMPT_MS = 250;
export const QUICK_MS = 1_000;

/**
 * By pace: attempts in flight at a time, and deliveries in memory. These are enough to keep a receiver busy; a dead one's
 * wait in the store. Of an untried receiver all that the consumer handles at a time fit in.
 */
const LIMITS: Readonly<Record<Pace, { inFlight: number; admitted: number }>> = {
  untried: { inFlight: 8, admitted: 128 },
  prompt: { inFlight: ATTEMPTS_PER_RECEIVER, admitted: 256 },
  quick: { inFlight: ATTEMPTS_PER_RECEIVER, admitted: 256 },
  slow: { inFlight: 16, admitted: 32 },
  dead: { inFlight: 2, admitted: 2 },
};

/** One receiver's deliveries in memory, and what is known of those in the store. */
export interface ReceiverQueue<T> {
  readonly receiver: string;
  pace: Pace;
  /** The ids in memory: from admission until the attempt is recorded. */
  readonly admitted: Set<string>;
  /** Leased, and not in flight yet. */
  readonly waiting: T[];
  inFlight: number;
  /** Whether the store may have due deliveries that are not admitted. They come before new ones. */
  hasStored: boolean;
  isLoading: boolean;
  /** When the next one in the store falls due. */
  alarm?: { at: number; timer: NodeJS.Timeout } | undefined;
}

export function createQueue<T>(receiver: string): ReceiverQueue<T> {
  const empty = { admitted: new Set<string>(), waiting: [], inFlight: 0, hasStored: false, isLoading: false };
  return { receiver, pace: 'untried', ...empty };
}

/** How many more may be in memory. */
export function roomOf({ admitted, pace }: ReceiverQueue<unknown>): number {
  return Math.max(0, LIMITS[pace].admitted - admitted.size);
}

/** Whether so few are in memory that more should be loaded. */
export function isLow({ admitted, pace }: ReceiverQueue<unknown>): boolean {
  return admitted.size <= LIMITS[pace].admitted / 2;
}

/** Whether one of those that wait may be attempted now. */
export function mayBegin({ waiting, inFlight, receiver, pace }: ReceiverQueue<unknown>): boolean {
  return waiting.length > 0 && inFlight < Math.min(LIMITS[pace].inFlight, mostInFlight(receiver));
}

/** Whether nothing of it is in memory, and nothing in the store is waited for. */
export function isIdle({ admitted, hasStored, isLoading, alarm }: ReceiverQueue<unknown>): boolean {
  return admitted.size === 0 && !hasStored && !isLoading && alarm === undefined;
}
