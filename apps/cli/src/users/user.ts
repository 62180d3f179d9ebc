import { Command } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { changedBody, putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import { type CommandContext, withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
import { statusNumber } from '../command/option-values.ts';
import type { Terminal } from '../printing/terminal.ts';
import { addMembershipCommands } from './membership.ts';

const COLUMNS = ['id', 'email', 'given_name', 'family_name', 'status'];

interface PersonOptions {
  email?: string;
  givenName?: string;
  familyName?: string;
  status?: 0 | 1;
}

interface SetOptions extends PersonOptions {
  replace?: boolean;
}

function describingPerson(command: Command): Command {
  return command
    .option('--email <address>', 'where the person reads mail')
    .option('--given-name <text>', 'first name')
    .option('--family-name <text>', 'last name')
    .option('--status <status>', 'active or deactivated', statusNumber('deactivated'));
}

function personChanges({ email, givenName, familyName, status }: PersonOptions) {
  return { email, given_name: givenName, family_name: familyName, status };
}

async function show({ api, print, references }: CommandContext, user: string): Promise<void> {
  const id = await references.user(user);
  print.record(recordOf((await api.call('GET', path`/manage/users/${id}`)).body));
}

/** `gatehouse user`: the people, and the organisations that they are in. */
export function userCommand(terminal: Terminal): Command {
  const group = new Command('user').description('users: the people, and the organisations that they are in');

  paged(group.command('list').description('list users')).action((options: PageOptions, command: Command) =>
    withContext(command, terminal, (context) =>
      printList(context, { path: '/manage/users', plural: 'users', columns: COLUMNS }, options),
    ),
  );

  for (const [usage, description] of [
    ['find <email>', 'show the user with an email address'],
    ['show <user>', 'show a user'],
  ] as const) {
    group
      .command(usage)
      .description(description)
      .action((user: string, _options: unknown, command: Command) =>
        withContext(command, terminal, (context) => show(context, user)),
      );
  }

  describingPerson(group.command('create').description('make a user')).action(
    (options: PersonOptions, command: Command) =>
      withContext(command, terminal, async ({ api, print }) => {
        const json = changedBody({}, personChanges(options));
        print.record(recordOf((await api.call('POST', '/manage/users', { json })).body));
      }),
  );

  describingPerson(group.command('set <user>').description('change a user, or make one under a new id'))
    .option(...REPLACE_OPTION)
    .action((user: string, { replace, ...options }: SetOptions, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.user(user);
        const answer = await putChanges(api, path`/manage/users/${id}`, personChanges(options), { replace });
        print.record(recordOf(answer.body));
      }),
    );

  const remove = group.command('delete <user>').description('remove a user with all memberships and grants');
  confirmed(remove, terminal, (user) => `Remove the user ${user} with all memberships and grants?`).action(
    (user: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.user(user);
        await api.call('DELETE', path`/manage/users/${id}`);
        print.done(`The user ${id} is removed.`);
      }),
  );

  addMembershipCommands(group, terminal);
  return group;
}
