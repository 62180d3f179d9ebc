import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { isRecord, recordOf, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import { type CommandContext, withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
import type { Pair } from '../command/option-values.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { describingOrganisation, organisationChanges } from './organisation-options.ts';

const COLUMNS = ['id', 'name', 'category', 'status', 'urn', 'uid', 'ukprn', 'upin'];

interface FindOptions extends PageOptions {
  urn?: string;
  uid?: string;
  ukprn?: string;
  upin?: string;
  name?: string;
}

interface SetOptions extends Readonly<Record<string, unknown>> {
  replace?: boolean;
  member?: readonly Pair[];
}

async function set({ api, print }: CommandContext, id: string, { replace, ...options }: SetOptions) {
  const changes = organisationChanges(options);
  print.record(
    recordOf((await putChanges(api, path`/manage/organisations/${id}`, changes, { replace })).body),
  );
}

/** `gatehouse organisation`: schools, trusts, local authorities. */
export function organisationCommand(terminal: Terminal): Command {
  const group = new Command('organisation').description('organisations: schools, trusts, local authorities');
  const list = (command: Command, { page, pageSize, all, ...query }: FindOptions) =>
    withContext(command, terminal, (context) =>
      printList(
        context,
        { path: '/manage/organisations', plural: 'organisations', columns: COLUMNS, query: { ...query } },
        {
          ...(page !== undefined && { page }),
          ...(pageSize !== undefined && { pageSize }),
          ...(all && { all }),
        },
      ),
    );

  paged(group.command('list').description('list organisations')).action(
    (options: PageOptions, command: Command) => list(command, options),
  );

  paged(group.command('find').description('find organisations; all that is given must be met'))
    .option('--urn <number>', 'unique reference number')
    .option('--uid <number>', 'unique identifier of a group')
    .option('--ukprn <number>', 'UK provider reference number')
    .option('--upin <number>', 'unique provider identification number')
    .option('--name <text>', 'how its name begins')
    .action((options: FindOptions, command: Command) => {
      const { page: _, pageSize: __, all: ___, ...wanted } = options;
      if (Object.keys(wanted).length === 0) {
        throw new Misused(['Say what to find: --urn, --uid, --ukprn, --upin or --name']);
      }
      return list(command, options);
    });

  group
    .command('show <organisation>')
    .description('show an organisation')
    .action((organisation: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.organisation(organisation);
        print.record(recordOf((await api.call('GET', path`/manage/organisations/${id}`)).body));
      }),
    );

  group
    .command('links <organisation>')
    .description('show the local authority and the trusts that an organisation is linked to, as imported')
    .action((organisation: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.organisation(organisation);
        const links = recordOf((await api.call('GET', path`/manage/organisations/${id}/links`)).body);
        const trusts = recordsOf(links.trusts).map((trust) => ({ link: 'trust', ...trust }));
        const authority = isRecord(links.localAuthority)
          ? [{ link: 'local authority', ...links.localAuthority }]
          : [];
        print.table(['link', 'id', 'name'], [...authority, ...trusts], links);
      }),
    );

  describingOrganisation(group.command('create').description('make an organisation')).action(
    (options: SetOptions, command: Command) =>
      withContext(command, terminal, (context) =>
        set(context, randomUUID().toUpperCase(), { ...options, replace: true }),
      ),
  );

  const change = group
    .command('set <organisation>')
    .description('change an organisation, or make one under a new id');
  describingOrganisation(change)
    .option(...REPLACE_OPTION)
    .action((organisation: string, options: SetOptions, command: Command) =>
      withContext(command, terminal, async (context) =>
        set(context, await context.references.organisation(organisation), options),
      ),
    );

  const remove = group
    .command('delete <organisation>')
    .description('delete an organisation that nothing refers to: no membership, link or invitation');
  confirmed(remove, terminal, (organisation) => `Delete the organisation ${organisation}?`).action(
    (organisation: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.organisation(organisation);
        await api.call('DELETE', path`/manage/organisations/${id}`);
        print.done(`The organisation ${id} is deleted.`);
      }),
  );

  return group;
}
