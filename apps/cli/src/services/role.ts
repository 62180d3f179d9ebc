import { Command, Option } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import { withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
import type { Terminal } from '../printing/terminal.ts';

interface SetOptions {
  name?: string;
  numericId?: string;
  status?: string;
  replace?: boolean;
}

/** `gatehouse role`: the roles of a service. */
export function roleCommand(terminal: Terminal): Command {
  const group = new Command('role').description("a service's roles");

  paged(group.command('list <service>').description('list the roles of a service')).action(
    (service: string, options: PageOptions, command: Command) =>
      withContext(command, terminal, async (context) => {
        const id = await context.references.service(service);
        const columns = ['code', 'name', 'numericId', 'status'];
        await printList(
          context,
          { path: path`/manage/services/${id}/roles`, plural: 'roles', columns },
          options,
        );
      }),
  );

  group
    .command('show <service> <code>')
    .description('show a role')
    .action((service: string, code: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.service(service);
        print.record(recordOf((await api.call('GET', path`/manage/services/${id}/roles/${code}`)).body));
      }),
    );

  group
    .command('set <service> <code>')
    .description('make a role, or change it')
    .option('--name <text>', 'its name, as people read it')
    .option('--numeric-id <digits>', 'its number (the next free one)')
    .addOption(
      new Option('--status <status>', 'an inactive role is not granted anew').choices(['Active', 'Inactive']),
    )
    .option(...REPLACE_OPTION)
    .action((service: string, code: string, { replace, ...changes }: SetOptions, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.service(service);
        const answer = await putChanges(api, path`/manage/services/${id}/roles/${code}`, changes, {
          replace,
          shown: ['id', 'code'],
        });
        print.record(recordOf(answer.body));
      }),
    );

  const remove = group.command('delete <service> <code>').description('remove a role that no grant holds');
  confirmed(remove, terminal, (service, code) => `Remove the role ${code} of ${service}?`).action(
    (service: string, code: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.service(service);
        await api.call('DELETE', path`/manage/services/${id}/roles/${code}`);
        print.done(`The role ${code} is removed.`);
      }),
  );

  return group;
}
