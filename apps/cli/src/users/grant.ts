import { Command } from 'commander';
import { type JsonRecord, recordsOf, textOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { collect, collectPair, type Pair } from '../command/option-values.ts';
import { deleting, listing, setting, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

interface GrantOptions {
  role?: readonly string[];
  identifier?: readonly Pair[];
}

async function listPath({ references }: CommandContext, user: string, organisation: string) {
  const userId = await references.user(user);
  return path`/manage/users/${userId}/organisations/${await references.organisation(organisation)}/services`;
}

async function pathOf(context: CommandContext, user: string, organisation: string, service: string) {
  const list = await listPath(context, user, organisation);
  return `${list}${path`/${await context.references.service(service)}`}`;
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

  const list = group
    .command('list <user> <organisation>')
    .description("list a user's grants in an organisation");
  listing(paged(list), terminal, async (context, _options, user = '', organisation = '') => ({
    ...{ path: await listPath(context, user, organisation), plural: 'services' },
    ...{ columns: ['id', 'roles', 'identifiers'], row: grantRow },
  }));

  showing(
    group.command('show <user> <organisation> <service>').description('show a grant'),
    terminal,
    pathOf,
  );

  const set = group
    .command('set <user> <organisation> <service>')
    .description('grant a service to a member of an organisation, or change the grant')
    .option('--role <code>', 'a role; again for more: together they are all the roles', collect)
    .option(
      '--identifier <key=value>',
      'an identifier; again for more; an empty value takes it away',
      collectPair,
    );
  setting<GrantOptions>(set, terminal, {
    pathOf,
    changesOf:
      ({ role, identifier = [] }) =>
      (before) => ({
        roles: role?.filter((code) => code !== ''),
        identifiers: mergedIdentifiers(before, identifier),
      }),
  });

  const remove = group.command('delete <user> <organisation> <service>').description('take a grant away');
  deleting(remove, terminal, {
    pathOf,
    question: (user, organisation, service) =>
      `Take away the grant of ${user} in ${service} for ${organisation}?`,
    done: () => 'The grant is taken away.',
  });

  return group;
}
