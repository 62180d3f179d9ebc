import type { Command } from 'commander';
import { Misused, Refused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import type { GlobalOptions } from './settings.ts';

interface ConfirmedOptions extends GlobalOptions {
  yes?: boolean;
}

/**
 * Makes a command ask for confirmation before it deletes something for good; `question` is made from the arguments.
 * `--yes` skips the question. Without a terminal the command does nothing unless `--yes` is given.
 */
export function confirmed(
  command: Command,
  { ask }: Terminal,
  question: (...args: string[]) => string,
): Command {
  return command.option('--yes', 'do not ask first').hook('preAction', async (_, asking) => {
    const { yes, json } = asking.optsWithGlobals<ConfirmedOptions>();
    if (yes === true) return;
    if (ask === undefined || json === true) {
      throw new Misused(['Nothing was done: this asks first, and nobody is there to answer. Say --yes']);
    }
    const answer = await ask(`${question(...asking.args)} [y/N] `);
    if (!/^\s*y(es)?\s*$/i.test(answer ?? ''))
      throw new Refused(['Nothing was done'], undefined, { code: 'declined' });
  });
}
