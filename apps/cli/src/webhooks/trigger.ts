import { Command } from 'commander';
import { recordOf } from '../api/answers.ts';
import { asEither, withEither } from '../command/acting-caller.ts';
import type { CommandContext } from '../command/command-context.ts';
import type { Terminal } from '../printing/terminal.ts';
import { EVENT_TYPES_HELP } from './webhook-events.ts';

/** Has a test event sent to the webhook of a service, and prints the id of its delivery. */
export async function sendTest(
  { api, print }: CommandContext,
  servicePath: string,
  type: string | undefined,
): Promise<void> {
  print.record(recordOf((await api.call('POST', `${servicePath}/webhook/test`, { json: { type } })).body));
}

/** `gatehouse trigger`: a test event, as it would come. */
export function triggerCommand(terminal: Terminal): Command {
  return asEither(
    new Command('trigger')
      .description(
        'send a test event to the webhook of a service, subscribed or not: one attempt, ids of zeros',
      )
      .argument('<type>', 'the event type')
      .option('--service <service>', 'whose webhook; by default that of the service which it acts as'),
  )
    .addHelpText('after', EVENT_TYPES_HELP)
    .action((type: string, { service }: { service?: string }, command: Command) =>
      withEither(command, terminal, service, (context, servicePath) => sendTest(context, servicePath, type)),
    );
}
