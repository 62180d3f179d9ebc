import { Command, Option } from 'commander';
import { type JsonRecord, recordOf, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { type Listing, type PageOptions, paged } from '../command/listing.ts';
import { acting, listing, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

interface ListOptions extends PageOptions {
  status?: string;
  service?: string;
}

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

/** `gatehouse delivery`: callbacks and emails. */
export function deliveryCommand(terminal: Terminal): Command {
  const group = new Command('delivery').description('deliveries: callbacks and emails, with their attempts');

  const list = paged(group.command('list').description('list deliveries, the newest first'))
    .addOption(
      new Option('--status <status>', 'those that are so').choices(['pending', 'delivered', 'failed']),
    )
    .option('--service <service>', 'those of a service');
  listing<ListOptions>(list, terminal, async ({ references }, { status, service }) => {
    const serviceId = service === undefined ? undefined : await references.service(service);
    return { ...LISTING, query: { status, serviceId } };
  });

  showing(group.command('show <delivery>').description('show a delivery and its attempts'), terminal, pathOf);

  const redeliver = group
    .command('redeliver <delivery>')
    .description('start the attempts of a delivery again');
  acting(redeliver, terminal, async (context, _options, id = '') => {
    const answer = await context.api.call('POST', `${pathOf(context, id)}/redeliver`);
    context.print.record(recordOf(answer.body));
  });

  return group;
}
