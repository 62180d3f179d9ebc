import { Command } from 'commander';
import { type JsonRecord, recordOf } from '../api/answers.ts';
import { type Changes, putChanges } from '../api/put-changes.ts';
import { asEither, withEither } from '../command/acting-caller.ts';
import type { CommandContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import type { Terminal } from '../printing/terminal.ts';
import { sendTest } from './trigger.ts';
import { EVENT_TYPES_HELP, eventTypes } from './webhook-events.ts';

interface SetOptions {
  to?: string;
  events?: string[];
}

/** Members that the API shows but does not take. */
const SHOWN = ['serviceId', 'disabledReason', 'disabledAt', 'failingSince', 'createdAt', 'updatedAt'];

function printWebhook({ print }: CommandContext, webhook: JsonRecord): void {
  print.record(webhook);
  if (webhook.status === 'disabled')
    print.remark(
      'It is disabled: nothing is sent to it until it is enabled again (gatehouse webhook enable).',
    );
}

async function putWebhook(context: CommandContext, servicePath: string, changes: Changes): Promise<void> {
  const target = `${servicePath}/webhook`;
  const answer = await putChanges(context.api, target, changes, { shown: SHOWN });
  printWebhook(context, recordOf(answer.body));
}

/** `gatehouse webhook`: where a service is told of changes. */
export function webhookCommand(terminal: Terminal): Command {
  const group = new Command('webhook').description('webhooks: where services are told of changes');

  asEither(group.command('show [service]').alias('get').description('show the webhook of a service')).action(
    (service: string | undefined, _options: unknown, command: Command) =>
      withEither(command, terminal, service, async (context, servicePath) =>
        printWebhook(context, recordOf((await context.api.call('GET', `${servicePath}/webhook`)).body)),
      ),
  );

  asEither(group.command('set [service]').description('register a webhook, or change it'))
    .option('--to <url>', 'where events are posted to: https, or http where the platform allows it')
    .option('--events <types>', 'the event types that it wants, separated by commas; * for all', eventTypes)
    .addHelpText('after', EVENT_TYPES_HELP)
    .action((service: string | undefined, { to, events }: SetOptions, command: Command) =>
      withEither(command, terminal, service, (context, servicePath) =>
        putWebhook(context, servicePath, { url: to, events }),
      ),
    );

  for (const [name, remark] of [
    ['enable', 'what happened meanwhile was not told: read /users/changes'],
    ['disable', 'what waits for it ends as failed'],
  ] as const) {
    asEither(group.command(`${name} [service]`).description(`${name} a webhook; ${remark}`)).action(
      (service: string | undefined, _options: unknown, command: Command) =>
        withEither(command, terminal, service, (context, servicePath) =>
          putWebhook(context, servicePath, { status: `${name}d` }),
        ),
    );
  }

  const remove = group
    .command('delete [service]')
    .description('remove a webhook; what waits for it ends as failed');
  confirmed(
    asEither(remove),
    terminal,
    (service) => `Remove the webhook of ${service ?? 'this service'}?`,
  ).action((service: string | undefined, _options: unknown, command: Command) =>
    withEither(command, terminal, service, async ({ api, print }, servicePath) => {
      await api.call('DELETE', `${servicePath}/webhook`);
      print.done('The webhook is removed.');
    }),
  );

  asEither(group.command('test [service]').description('send a test event to the webhook: one attempt'))
    .option('--type <type>', 'a test of this event type (webhook.test)')
    .addHelpText('after', EVENT_TYPES_HELP)
    .action((service: string | undefined, { type }: { type?: string }, command: Command) =>
      withEither(command, terminal, service, (context, servicePath) => sendTest(context, servicePath, type)),
    );

  return group;
}
