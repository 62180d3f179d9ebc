/** The wrong codes given to one registration since the last lock, and until when it is closed for them. */
export interface Attempts {
  wrongCodes?: number;
  /** ISO 8601. */
  lockedUntil?: string;
}

const MOST_WRONG_CODES = 5;
const LOCK_MS = 15 * 60_000;

/** Until when the registration is closed; undefined when it is not. */
export function lockedUntil({ lockedUntil: until }: Attempts, now: number): string | undefined {
  return until !== undefined && Date.parse(until) > now ? until : undefined;
}

/** One more wrong code: the fifth closes the registration for 15 minutes, after which it counts from the start. */
export function countWrongCode({ wrongCodes = 0 }: Attempts, now: number): Attempts {
  if (wrongCodes + 1 < MOST_WRONG_CODES) return { wrongCodes: wrongCodes + 1 };
  return { lockedUntil: new Date(now + LOCK_MS).toISOString() };
}
