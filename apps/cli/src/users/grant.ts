import { Command } from 'commander';
import { type JsonRecord, recordOf, recordsOf, textOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import type { References } from '../api/references.ts';
import { withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
import { collect, collectPair, type Pair } from '../command/option-values.ts';
import type { Terminal } from '../printing/terminal.ts';

interface SetOptions {
  role?: readonly string[];
  identifier?: readonly Pair[];
  replace?: boolean;
}

async function grantPath(references: References, user: string, organisation: string, service: string) {
  const userId = await references.user(user);
  const organisationId = await references.organisation(organisation);
  const serviceId = await references.service(service);
  return path`/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
}

function identifiersOf(grant: JsonRecord): Pair[] {
  return recordsOf(grant.identifiers).map((entry): Pair => [textOf(entry, 'key'), textOf(entry, 'value')]);
}

/** A grant as a row of a table: identifiers are written as `--identifier` takes them. */
function grantRow(grant: JsonRecord): JsonRecord {
  return { ...grant, identifiers: identifiersOf(grant).map((pair) => pair.join('=')) };
}

/** Identifiers by key: those named take the place of those that are there, an empty value takes one away. */
export function mergedIdentifiers(before: JsonRecord, pairs: readonly Pair[]) {
  const named = new Map(pairs);
  const merged = new Map([...identifiersOf(before), ...named]);
  return [...merged].filter(([key]) => named.get(key) !== '').map(([key, value]) => ({ key, value }));
}

/** `gatehouse grant`: what a user may do in a service for an organisation. */
export function grantCommand(terminal: Terminal): Command {
  const group = new Command('grant').description(
    'grants: what a user may do in a service for an organisation',
  );

  paged(
    group.command('list <user> <organisation>').description("list a user's grants in an organisation"),
  ).action((user: string, organisation: string, options: PageOptions, command: Command) =>
    withContext(command, terminal, async (context) => {
      const userId = await context.references.user(user);
      const organisationId = await context.references.organisation(organisation);
      const listPath = path`/manage/users/${userId}/organisations/${organisationId}/services`;
      await printList(
        context,
        { path: listPath, plural: 'services', columns: ['id', 'roles', 'identifiers'], row: grantRow },
        options,
      );
    }),
  );

  group
    .command('show <user> <organisation> <service>')
    .description('show a grant')
    .action((user: string, organisation: string, service: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        print.record(
          recordOf((await api.call('GET', await grantPath(references, user, organisation, service))).body),
        );
      }),
    );

  group
    .command('set <user> <organisation> <service>')
    .description('grant a service to a member of an organisation, or change the grant')
    .option('--role <code>', 'a role; again for more: together they are all the roles', collect)
    .option(
      '--identifier <key=value>',
      'an identifier; again for more; an empty value takes it away',
      collectPair,
    )
    .option(...REPLACE_OPTION)
    .action((user: string, organisation: string, service: string, options: SetOptions, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const { role, identifier = [], replace } = options;
        const answer = await putChanges(
          api,
          await grantPath(references, user, organisation, service),
          (before) => ({
            roles: role?.filter((code) => code !== ''),
            identifiers: mergedIdentifiers(before, identifier),
          }),
          { replace },
        );
        print.record(recordOf(answer.body));
      }),
    );

  const remove = group.command('delete <user> <organisation> <service>').description('take a grant away');
  const endOf = (user: string, organisation: string, service: string) =>
    `Take away the grant of ${user} in ${service} for ${organisation}?`;
  confirmed(remove, terminal, endOf).action(
    (user: string, organisation: string, service: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        await api.call('DELETE', await grantPath(references, user, organisation, service));
        print.done('The grant is taken away.');
      }),
  );

  return group;
}
