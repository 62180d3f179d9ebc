import { setImmediate as nextTurn } from 'node:timers/promises';

const LONGEST_TURN_MS = 8;
let turnEnds: number | undefined;

/**
 * Lets the rest of the process have the event loop, once reading has held it long. Reads settle in the turn that
 * asked, so a loop of them would otherwise go on for as long as it likes.
 */
export async function breathe(): Promise<void> {
  if (isTurnLong()) await nextTurn();
}

/** Whether the turn that is under way has lasted long since it was first asked about. */
export function isTurnLong(): boolean {
  if (turnEnds !== undefined) return performance.now() > turnEnds;
  turnEnds = performance.now() + LONGEST_TURN_MS;
  setImmediate(() => {
    turnEnds = undefined;
  });
  return false;
}
