import { type Command, Option } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { acting } from '../command/record-commands.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';

/** The kinds of deliveries. */
export const DELIVERY_KINDS = ['callback', 'webhook', 'email', 'logout', 'subscription'];

interface RedeliverOptions {
  since?: string;
  until?: string;
  service?: string;
  status?: string;
  kind?: string;
}

const HELP = `
One delivery: a delivered or failed one begins its attempts anew; a pending one is attempted at once.
Many: --since and --status say which; without --kind they are callbacks and webhooks. At most the oldest 10,000 are taken.`;

async function redeliverOne({ api, print }: CommandContext, id: string): Promise<void> {
  print.record(recordOf((await api.call('POST', path`/manage/deliveries/${id}/redeliver`)).body));
}

async function redeliverMany(
  { api, print, references }: CommandContext,
  { since, until, service, status, kind }: RedeliverOptions,
): Promise<void> {
  if (since === undefined || status === undefined)
    throw new Misused(['Name a delivery by its id, or say which: --since and --status']);
  const serviceId = service === undefined ? undefined : await references.service(service);
  const json = { serviceId, kind, since, until, status };
  const answer = recordOf((await api.call('POST', '/manage/deliveries/redeliver', { json })).body);
  print.record(answer);
  if (answer.more === true) print.remark('There are more: run it again for the next 10,000.');
}

/** Describes `delivery redeliver`: one by its id, or many by what they have in common. */
export function redelivering(command: Command, terminal: Terminal): Command {
  const described = command
    .description('deliver again: one by its id, or all that --since and --status name')
    .option('--since <instant>', 'those made from this instant on, ISO 8601')
    .option('--until <instant>', 'those made before this instant, ISO 8601')
    .option('--service <service>', 'those of a service')
    .addOption(new Option('--status <status>', 'those that are so').choices(['failed', 'pending']))
    .addOption(new Option('--kind <kind>', 'those of a kind').choices(DELIVERY_KINDS))
    .addHelpText('after', HELP);
  return acting<RedeliverOptions>(described, terminal, async (context, options, id) => {
    if (id === undefined) return redeliverMany(context, options);
    if (Object.keys(options).length > 0)
      throw new Misused(['A delivery is named by its id, or by options, and not by both']);
    return redeliverOne(context, id);
  });
}
