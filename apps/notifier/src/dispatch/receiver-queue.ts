import { type InFlightLimits, RECEIVERS_LIMITS } from '../delivery/queues.domain.ts';

/**
 * How a receiver answers:
 * - `untried`: nothing is known yet;
 * - `prompt`: within `PROMPT_MS`;
 * - `quick`: within `QUICK_MS`;
 * - `slow`: later, or not within `PROMPT_MS` at the first attempt;
 * - `dead`: no answer at all, be it refused at once. All dead receivers share a rate of attempts (scheduler.ts).
 *
 * Each attempt that ends says which of the last four it is. An attempt that is not over after `PROMPT_MS` makes `untried`
 * `slow` and `prompt` `quick`; one that is not over after `QUICK_MS` makes all but `dead` `slow`.
 */
export type Pace = 'untried' | 'prompt' | 'quick' | 'slow' | 'dead';

export const PROMPT_MS = 250;
export const QUICK_MS = 1_000;

/**
 * By pace: deliveries in memory. These are enough to keep a receiver busy; a dead one's wait in the store. Of an untried
 * receiver all that the consumer handles at a time fit in.
 */
const ADMITTED: Readonly<Record<Pace, number>> = {
  untried: 128,
  prompt: 256,
  quick: 256,
  slow: 32,
  dead: 16,
};
const UNTRIED_IN_FLIGHT = 8;
const DEAD_IN_FLIGHT = 2;

/** One receiver's deliveries in memory, and what is known of those in the store. */
export interface ReceiverQueue<T> {
  readonly receiver: string;
  readonly limits: InFlightLimits;
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

export function createQueue<T>(receiver: string, limits = RECEIVERS_LIMITS): ReceiverQueue<T> {
  const empty = { admitted: new Set<string>(), waiting: [], inFlight: 0, hasStored: false, isLoading: false };
  return { receiver, limits, pace: 'untried', ...empty };
}

/** How many more may be in memory. */
export function roomOf(queue: ReceiverQueue<unknown>): number {
  return Math.max(0, mostAdmitted(queue) - queue.admitted.size);
}

/** Whether so few are in memory that more should be loaded. */
export function isLow(queue: ReceiverQueue<unknown>): boolean {
  return queue.admitted.size <= mostAdmitted(queue) / 2;
}

function mostAdmitted({ pace, limits }: ReceiverQueue<unknown>): number {
  return Math.max(ADMITTED[pace], mostInFlight(pace, limits));
}

function mostInFlight(pace: Pace, { most, whenSlow }: InFlightLimits): number {
  if (pace === 'untried') return Math.min(UNTRIED_IN_FLIGHT, most);
  if (pace === 'dead') return Math.min(DEAD_IN_FLIGHT, most);
  return pace === 'slow' ? whenSlow : most;
}

/** Whether one of those that wait may be attempted now. */
export function mayBegin({ waiting, inFlight, limits, pace }: ReceiverQueue<unknown>): boolean {
  return waiting.length > 0 && inFlight < mostInFlight(pace, limits);
}

/** Whether nothing of it is in memory, and nothing in the store is waited for. */
export function isIdle({ admitted, hasStored, isLoading, alarm }: ReceiverQueue<unknown>): boolean {
  return admitted.size === 0 && !hasStored && !isLoading && alarm === undefined;
}
