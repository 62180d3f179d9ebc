import { setImmediate as nextTurn } from 'node:timers/promises';

const LONGEST_TURN_MS = 8;
let turnEnds: number | undefined;

/**
 * Yields to the event loop once this turn has lasted long. Synchronous reads settle in the turn that started them, so a
 * loop of reads would otherwise never yield.
 */
export async function yieldIfLong(): Promise<void> {
  if (isTurnLong()) await nextTurn();
}

/** Whether the current turn of the event loop has lasted long since this was first called in it. */
export function isTurnLong(): boolean {
  if (turnEnds !== undefined) return performance.now() > turnEnds;
  turnEnds = performance.now() + LONGEST_TURN_MS;
  setImmediate(() => {
    turnEnds = undefined;
  });
  return false;
}
