import { Command, Option } from 'commander';
import { type JsonRecord, recordOf, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { withContext } from '../command/command-context.ts';
import { type Listing, type PageOptions, paged, printList } from '../command/listing.ts';
import type { Terminal } from '../printing/terminal.ts';

interface ListOptions extends PageOptions {
  status?: string;
  service?: string;
}

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

  paged(group.command('list').description('list deliveries, the newest first'))
    .addOption(
      new Option('--status <status>', 'those that are so').choices(['pending', 'delivered', 'failed']),
    )
    .option('--service <service>', 'those of a service')
    .action(({ status, service, ...pages }: ListOptions, command: Command) =>
      withContext(command, terminal, async (context) => {
        const serviceId = service === undefined ? undefined : await context.references.service(service);
        await printList(context, { ...LISTING, query: { status, serviceId } }, pages);
      }),
    );

  group
    .command('show <delivery>')
    .description('show a delivery and its attempts')
    .action((id: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print }) => {
        print.record(recordOf((await api.call('GET', path`/manage/deliveries/${id}`)).body));
      }),
    );

  group
    .command('redeliver <delivery>')
    .description('begin the attempts of a delivery anew')
    .action((id: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print }) => {
        print.record(recordOf((await api.call('POST', path`/manage/deliveries/${id}/redeliver`)).body));
      }),
    );

  return group;
}
