import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, systemClock } from './clock.ts';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 50;

/**
 * Looks again, in pauses of 5 to 50 ms, until `attempt` finds something; undefined when that took longer than
 * `timeoutMs` (default two seconds: what a write refers to may be known here a moment later than elsewhere).
 */
export async function lookUpUntil<T>(
  attempt: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = 2_000, clock = systemClock }: { timeoutMs?: number; clock?: Clock } = {},
): Promise<T | undefined> {
  const end = clock.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (clock.now() >= end) return undefined;
    await pause(pauseMs);
  }
}
