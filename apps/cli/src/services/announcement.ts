import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { type CommandContext, withClientContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';

/** What an announcement is about, by the numbers of the API. */
const TYPES: Readonly<Record<string, number>> = {
  'establishment-warning': 1,
  'establishment-issue': 2,
  'governance-warning': 4,
  'governance-issue': 5,
};

const HELP = `
An announcement belongs to the service that publishes it, so these commands act as that service, by its client id and
API secret, and not as the operator. The platform lists none: keep the message id that publishing prints.`;

interface PublishOptions {
  urn?: string;
  uid?: string;
  type: string;
  title: string;
  summary: string;
  body: string;
  messageId?: string;
  publishedAt?: string;
  expiresAt?: string;
}

function asService(command: Command): Command {
  return command
    .option('--secret <secret>', "the service's API secret (API_SECRET, which other users cannot see)")
    .addHelpText('after', HELP);
}

async function publish({ api, print }: CommandContext, { type, ...given }: PublishOptions): Promise<void> {
  const { urn, uid, title, summary, body, expiresAt } = given;
  if ((urn === undefined) === (uid === undefined)) throw new Misused(['Say whom it is for: --urn, or --uid']);
  const { messageId = randomUUID(), publishedAt = new Date().toISOString() } = given;
  const json = { messageId, urn, uid, type: TYPES[type], title, summary, body, publishedAt, expiresAt };
  print.record(recordOf((await api.call('POST', '/organisations/announcements', { json })).body));
}

/** `gatehouse announcement`: messages of a service to the people of an organisation. */
export function announcementCommand(terminal: Terminal): Command {
  const group = new Command('announcement').description(
    'announcements: messages of a service to the people of an organisation',
  );

  asService(group.command('publish <clientId>'))
    .description('publish an announcement, or replace the one with that message id')
    .option('--urn <number>', 'for the organisation with that unique reference number')
    .option('--uid <number>', 'for the group with that unique identifier')
    .addOption(
      new Option('--type <type>', 'what it is about').choices(Object.keys(TYPES)).makeOptionMandatory(),
    )
    .requiredOption('--title <text>', 'one line, up to 255 characters')
    .requiredOption('--summary <text>', 'up to 340 characters')
    .requiredOption('--body <text>', 'up to 5,000 characters')
    .option('--message-id <uuid>', 'a new one, unless it replaces an announcement')
    .option('--published-at <date>', 'ISO 8601; by default now')
    .option('--expires-at <date>', 'ISO 8601; by default never')
    .action((clientId: string, options: PublishOptions, command: Command) =>
      withClientContext(command, terminal, clientId, (context) => publish(context, options)),
    );

  const remove = asService(group.command('delete <clientId> <messageId>')).description(
    'take an announcement back',
  );
  confirmed(
    remove,
    terminal,
    (clientId, messageId) => `Take back the announcement ${messageId} of ${clientId}?`,
  ).action((clientId: string, messageId: string, _options: unknown, command: Command) =>
    withClientContext(command, terminal, clientId, async ({ api, print }) => {
      await api.call('DELETE', path`/organisations/announcements/${messageId}`);
      print.done('The announcement is taken back.');
    }),
  );

  return group;
}
