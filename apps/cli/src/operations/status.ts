import { Command } from 'commander';
import { withContext } from '../command/command-context.ts';
import type { GlobalOptions } from '../command/settings.ts';
import { Refused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { platformStatus, statusLines, statusRecord } from './platform-status.ts';

const HELP = `
Shows: whether the platform is ready, its version, for each app whether it is ready, the age of its oldest unpublished event
and how many records it has still to read (lag), how many dead letters are open and webhooks fail, deliveries that wait and
that failed, and read models. What cannot be found out is "unknown", with the reason; with --json it is null, and "unknown"
has the reason.

The exit code is 0 where the platform is ready and every app is, 1 where not, 3 where nobody answers.`;

/** `gatehouse status`: the state of the platform. */
export function statusCommand(terminal: Terminal): Command {
  return new Command('status')
    .description('show whether the platform is there, ready, and what waits')
    .addHelpText('after', HELP)
    .action((_options: unknown, command: Command) =>
      withContext(command, terminal, async (context) => {
        const status = await platformStatus(context, command.optsWithGlobals<GlobalOptions>());
        context.print.record(context.json ? statusRecord(status) : statusLines(status));
        if (status.ready) return;
        const waiting = status.apps.filter(({ ready }) => !ready).map(({ app }) => app);
        const which = waiting.length === 0 ? '' : `: ${waiting.join(', ')}`;
        throw new Refused([`The platform is not ready${which}`], 503, { code: 'unavailable' });
      }),
    );
}
