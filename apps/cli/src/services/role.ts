import { Command, Option } from 'commander';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { deleting, listing, setting, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const COLUMNS = ['code', 'name', 'numericId', 'status'];

const pathOf = async ({ references }: CommandContext, service: string, code: string) =>
  path`/manage/services/${await references.service(service)}/roles/${code}`;

/** `gatehouse role`: the roles of a service. */
export function roleCommand(terminal: Terminal): Command {
  const group = new Command('role').description("a service's roles");

  const list = group.command('list <service>').description('list the roles of a service');
  listing(paged(list), terminal, async ({ references }, _options, service = '') => ({
    ...{ path: path`/manage/services/${await references.service(service)}/roles`, plural: 'roles' },
    columns: COLUMNS,
  }));

  showing(group.command('show <service> <code>').description('show a role'), terminal, pathOf);

  const set = group
    .command('set <service> <code>')
    .description('make a role, or change it')
    .option('--name <text>', 'its name, as people read it')
    .option('--numeric-id <digits>', 'its number (the next free one)')
    .addOption(
      new Option('--status <status>', 'an inactive role is not granted again').choices([
        'Active',
        'Inactive',
      ]),
    );
  setting(set, terminal, { pathOf, changesOf: (options) => ({ ...options }), shown: ['id', 'code'] });

  const remove = group.command('delete <service> <code>').description('remove a role that no grant holds');
  deleting(remove, terminal, {
    pathOf,
    question: (service, code) => `Remove the role ${code} of ${service}?`,
    done: (_id, _service, code) => `The role ${code} is removed.`,
  });

  return group;
}
