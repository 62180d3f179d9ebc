import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { type JsonRecord, recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges } from '../api/put-changes.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { wholeNumber } from '../command/option-values.ts';
import { acting, deleting, listing, setting, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';
import { describingService, type ServiceOptions, serviceChanges } from './service-options.ts';

const ROTATION = `
The overlap is that of the secret being replaced. Those replaced before go on until the end of their own, a
week at most: nothing shortens that. Where one of them is known to others, disable the service until then.`;

const COLUMNS = ['id', 'clientId', 'name', 'status', 'parentId'];

const pathOf = async ({ references }: CommandContext, service: string) =>
  path`/manage/services/${await references.service(service)}`;

/** Prints a service, with a remark where it shows a secret. */
function printService({ print }: CommandContext, record: JsonRecord): void {
  print.record(record);
  if ('apiSecret' in record) print.remark('Keep the API secret now: it is not shown again.');
}

/** `gatehouse service`: the relying parties. */
export function serviceCommand(terminal: Terminal): Command {
  const group = new Command('service').description('services: the relying parties');

  listing(paged(group.command('list').description('list services')), terminal, () => ({
    ...{ path: '/manage/services', plural: 'services', columns: COLUMNS },
  }));

  showing(group.command('show <service>').description('show a service'), terminal, pathOf, printService);

  const create = group.command('create').description('make a service and print its API secret, once');
  acting<ServiceOptions>(describingService(create), terminal, async (context, options) => {
    const changes = await serviceChanges(options, context);
    const target = path`/manage/services/${randomUUID().toUpperCase()}`;
    printService(context, recordOf((await putChanges(context.api, target, changes, { replace: true })).body));
  });

  const change = group.command('set <service>').description('change a service, or make one under a new id');
  setting(describingService(change), terminal, { pathOf, changesOf: serviceChanges, print: printService });

  for (const [name, status] of [
    ['enable', 1],
    ['disable', 0],
  ] as const) {
    const command = group
      .command(`${name} <service>`)
      .description(`${name} a service: the same as set --status`);
    acting(command, terminal, async (context, _options, service = '') => {
      const answer = await putChanges(
        context.api,
        await pathOf(context, service),
        await serviceChanges({ status }, context),
      );
      printService(context, recordOf(answer.body));
    });
  }

  const remove = group
    .command('delete <service>')
    .description(
      'delete a service that nothing refers to: no grant, child service, invitation or service link',
    );
  deleting(remove, terminal, {
    pathOf,
    question: (service) => `Delete the service ${service}?`,
    done: (id) => `The service ${id} is deleted.`,
  });

  const rotate = group
    .command('rotate <service>')
    .description('make a new API secret and print it, once')
    .option(
      '--overlap <seconds>',
      'how long the replaced one still works (default a day; 0: not at all)',
      wholeNumber,
    )
    .addHelpText('after', ROTATION);
  acting<{ overlap?: number }>(rotate, terminal, async (context, { overlap }, service = '') => {
    const json = overlap === undefined ? {} : { overlapSeconds: overlap };
    const answer = await context.api.call('POST', `${await pathOf(context, service)}/secret`, { json });
    printService(context, recordOf(answer.body));
  });

  return group;
}
