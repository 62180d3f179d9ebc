import { setTimeout as delay } from 'node:timers/promises';
import { type JsonRecord, recordOf, textOf } from '../api/answers.ts';
import type { CommandContext } from '../command/command-context.ts';
import { Refused, Unreachable } from '../failures.ts';
import { createCounter } from '../printing/progress-bar.ts';

const LOOK_MS = 500;

/**
 * Waits until a rebuilt generation is active, with a progress bar in a terminal, and gives its state. The platform deletes
 * the old generation later.
 */
export async function followRebuild(
  { api, print, terminal: { err } }: Pick<CommandContext, 'api' | 'print' | 'terminal'>,
  target: string,
  begun: JsonRecord,
  lookMs = LOOK_MS,
): Promise<JsonRecord> {
  const run = textOf(recordOf(begun.rebuilding), 'run');
  const bar = createCounter(err, 'records', 0);
  bar?.start(0, 0);
  let toldOfDead = false;
  try {
    for (;;) {
      const state = recordOf((await api.call('GET', target)).body);
      if (textOf(state, 'generation').endsWith(`.${run}`)) return state;
      const rebuilding = recordOf(state.rebuilding);
      if (textOf(rebuilding, 'run') !== run || rebuilding.status !== 'building') {
        throw new Refused(['The rebuild was given up meanwhile']);
      }
      bar?.setTotal(Number(rebuilding.total));
      bar?.update(Number(rebuilding.handled));
      if (Number(rebuilding.deadLetters) > 0 && !toldOfDead) {
        toldOfDead = true;
        print.remark(
          'Some records could not be processed, so the old one stays: gatehouse dead list, or --give-up',
        );
      }
      await delay(lookMs);
    }
  } catch (error) {
    if (error instanceof Unreachable) {
      throw new Unreachable([...error.lines, 'The rebuild goes on: gatehouse rebuild --list']);
    }
    throw error;
  } finally {
    bar?.stop();
  }
}
