/** How often instances read the shared state, in milliseconds. Each instance measures by its own monotonic clock. */
export interface Pace {
  /** An instance reads the state this often. */
  lookMs: number;
  /** An instance does not read by a state older than this: after a standstill it reads the state first. */
  staleMs: number;
  /** After this time every instance has read the state again and ended its reads. Well over `staleMs`. */
  settleMs: number;
}

export const PACE: Pace = { lookMs: 1_000, staleMs: 5_000, settleMs: 10_000 };
