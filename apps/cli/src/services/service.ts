import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import { type CommandContext, withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
import { wholeNumber } from '../command/option-values.ts';
import type { Terminal } from '../printing/terminal.ts';
import { describingService, type ServiceOptions, serviceChanges } from './service-options.ts';

const ROTATION = `
The overlap is that of the secret being replaced. Those replaced before go on until the end of their own, a
week at most: nothing shortens that. Where one of them is known to others, disable the service until then.`;

const COLUMNS = ['id', 'clientId', 'name', 'status', 'parentId'];

interface SetOptions extends ServiceOptions {
  replace?: boolean;
}

/** Prints a service; where it shows a secret, says that it is the only time. */
function printService({ print }: CommandContext, body: unknown): void {
  const record = recordOf(body);
  print.record(record);
  if ('apiSecret' in record) print.remark('Keep the API secret now: it is not shown again.');
}

async function set(context: CommandContext, id: string, { replace, ...options }: SetOptions): Promise<void> {
  const changes = await serviceChanges(options, context.references);
  printService(
    context,
    (await putChanges(context.api, path`/manage/services/${id}`, changes, { replace })).body,
  );
}

/** `gatehouse service`: the relying parties. */
export function serviceCommand(terminal: Terminal): Command {
  const group = new Command('service').description('services: the relying parties');

  paged(group.command('list').description('list services')).action((options: PageOptions, command: Command) =>
    withContext(command, terminal, (context) =>
      printList(context, { path: '/manage/services', plural: 'services', columns: COLUMNS }, options),
    ),
  );

  group
    .command('show <service>')
    .description('show a service')
    .action((service: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async (context) => {
        const id = await context.references.service(service);
        printService(context, (await context.api.call('GET', path`/manage/services/${id}`)).body);
      }),
    );

  const create = group.command('create').description('make a service and print its API secret, once');
  describingService(create).action((options: ServiceOptions, command: Command) =>
    withContext(command, terminal, (context) =>
      set(context, randomUUID().toUpperCase(), { ...options, replace: true }),
    ),
  );

  const change = group.command('set <service>').description('change a service, or make one under a new id');
  describingService(change)
    .option(...REPLACE_OPTION)
    .action((service: string, options: SetOptions, command: Command) =>
      withContext(command, terminal, async (context) =>
        set(context, await context.references.service(service), options),
      ),
    );

  for (const [name, status] of [
    ['enable', 1],
    ['disable', 0],
  ] as const) {
    group
      .command(`${name} <service>`)
      .description(`${name} a service: the same as set --status`)
      .action((service: string, _options: unknown, command: Command) =>
        withContext(command, terminal, async (context) =>
          set(context, await context.references.service(service), { status }),
        ),
      );
  }

  const remove = group
    .command('delete <service>')
    .description(
      'delete a service that nothing refers to: no grant, child service, invitation or service link',
    );
  confirmed(remove, terminal, (service) => `Delete the service ${service}?`).action(
    (service: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.service(service);
        await api.call('DELETE', path`/manage/services/${id}`);
        print.done(`The service ${id} is deleted.`);
      }),
  );

  group
    .command('rotate <service>')
    .description('make a new API secret and print it, once')
    .option(
      '--overlap <seconds>',
      'how long the one it replaces goes on working (a day; 0: no longer)',
      wholeNumber,
    )
    .addHelpText('after', ROTATION)
    .action((service: string, { overlap }: { overlap?: number }, command: Command) =>
      withContext(command, terminal, async (context) => {
        const id = await context.references.service(service);
        const json = overlap === undefined ? {} : { overlapSeconds: overlap };
        printService(
          context,
          (await context.api.call('POST', path`/manage/services/${id}/secret`, { json })).body,
        );
      }),
    );

  return group;
}
