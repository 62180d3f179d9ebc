import { Command } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { changedBody } from '../api/put-changes.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { statusNumber } from '../command/option-values.ts';
import { acting, deleting, listing, setting, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';
import { addMembershipCommands } from './membership.ts';

const COLUMNS = ['id', 'email', 'given_name', 'family_name', 'status'];

interface PersonOptions {
  email?: string;
  givenName?: string;
  familyName?: string;
  status?: 0 | 1;
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

const pathOf = async ({ references }: CommandContext, user: string) =>
  path`/manage/users/${await references.user(user)}`;

/** `gatehouse user`: the people, and the organisations that they are in. */
export function userCommand(terminal: Terminal): Command {
  const group = new Command('user').description('users: the people, and the organisations that they are in');

  listing(paged(group.command('list').description('list users')), terminal, () => ({
    ...{ path: '/manage/users', plural: 'users', columns: COLUMNS },
  }));

  showing(group.command('find <email>').description('show the user with an email address'), terminal, pathOf);
  showing(group.command('show <user>').description('show a user'), terminal, pathOf);

  const create = describingPerson(group.command('create').description('make a user'));
  acting<PersonOptions>(create, terminal, async ({ api, print }, options) => {
    const json = changedBody({}, personChanges(options));
    print.record(recordOf((await api.call('POST', '/manage/users', { json })).body));
  });

  const set = group.command('set <user>').description('change a user, or make one under a new id');
  setting<PersonOptions>(describingPerson(set), terminal, { pathOf, changesOf: personChanges });

  const remove = group.command('delete <user>').description('remove a user with all memberships and grants');
  deleting(remove, terminal, {
    pathOf,
    question: (user) => `Remove the user ${user} with all memberships and grants?`,
    done: (id) => `The user ${id} is removed.`,
  });

  addMembershipCommands(group, terminal);
  return group;
}
