/** How fast instances learn of each other's doing; milliseconds by each one's own steady clock, which no two share. */
export interface Pace {
  /** How often an instance looks. */
  lookMs: number;
  /** Nothing is read on a look older than this: an instance that stood still looks first. */
  staleMs: number;
  /** After this long everybody has looked again and ended what they were reading. Well over `staleMs`. */
  settleMs: number;
}

export const PACE: Pace = { lookMs: 1_000, staleMs: 5_000, settleMs: 10_000 };
