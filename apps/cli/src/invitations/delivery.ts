import { Command, Option } from 'commander';
import { type JsonRecord, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { type Listing, type PageOptions, paged } from '../command/listing.ts';
import { listing, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';
import { DELIVERY_KINDS, redelivering } from './redeliver.ts';

interface ListOptions extends PageOptions {
  status?: string;
  service?: string;
  kind?: string;
  since?: string;
  until?: string;
}

const STATUSES = ['pending', 'delivered', 'failed', 'superseded'];

const pathOf = (_context: CommandContext, id: string) => path`/manage/deliveries/${id}`;

/** What stands in the table of a delivery: where it goes, and how its attempts went. */
export function deliveryRow(delivery: JsonRecord): JsonRecord {
  const attempts = recordsOf(delivery.attempts);
  const last = attempts.at(-1);
  return {
    ...delivery,
    destination: delivery.url ?? delivery.to,
    attempts: attempts.length,
    lastOutcome: last?.status ?? last?.error,
  };
}

const LISTING: Listing = {
  path: '/manage/deliveries',
  plural: 'deliveries',
  columns: ['id', 'kind', 'status', 'destination', 'attempts', 'lastOutcome', 'nextAttemptAt'],
  row: deliveryRow,
};

/** `gatehouse delivery`: everything that leaves the platform. */
export function deliveryCommand(terminal: Terminal): Command {
  const group = new Command('delivery').description(
    'deliveries: what leaves the platform (callbacks, webhooks, emails…), with the attempts',
  );

  const list = paged(group.command('list').description('list deliveries, the newest first'))
    .addOption(new Option('--status <status>', 'those that are so').choices(STATUSES))
    .addOption(new Option('--kind <kind>', 'those of a kind').choices(DELIVERY_KINDS))
    .option('--service <service>', 'those of a service')
    .option('--since <instant>', 'those made from this instant on, ISO 8601')
    .option('--until <instant>', 'those made before this instant, ISO 8601');
  listing<ListOptions>(list, terminal, async ({ references }, { service, ...given }) => {
    const serviceId = service === undefined ? undefined : await references.service(service);
    return { ...LISTING, query: { ...given, serviceId } };
  });

  showing(group.command('show <delivery>').description('show a delivery and its attempts'), terminal, pathOf);

  redelivering(group.command('redeliver [delivery]'), terminal);

  return group;
}
