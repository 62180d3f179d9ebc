import { Command } from 'commander';
import { withContext } from '../command/command-context.ts';
import type { GlobalOptions } from '../command/settings.ts';
import { Refused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { platformStatus, statusLines, statusRecord } from './platform-status.ts';

const HELP = `
Shows: whether the platform is ready, its version, whether each app answers the gateway, how many records the gateway has
not yet read (lag), deliveries that wait and that failed, and read models. Dead letters of the whole platform are in the event
log: they are counted where that is to be had from here (--data-dir, or EVENTS_URL). METRICS_TOKEN is used where the platform
wants one. What cannot be found out is "unknown", with the reason; with --json it is null, and "unknown" has the reason.

The exit code is 0 where the platform is ready and every app answers, 1 where not, 3 where nobody answers.`;

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
        const silent = status.apps.filter(({ answers }) => !answers).map(({ app }) => app);
        const which = silent.length === 0 ? '' : `: no good answer from ${silent.join(', ')}`;
        throw new Refused([`The platform is not ready${which}`], 503, { code: 'unavailable' });
      }),
    );
}
