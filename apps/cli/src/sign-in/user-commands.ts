import type { Command } from 'commander';
import { type JsonRecord, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { paged } from '../command/listing.ts';
import { acting, deleting, listing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const userPath = async ({ references }: CommandContext, user: string) =>
  path`/manage/users/${await references.user(user)}`;

/** The names of the services that a session has been to. */
function sessionRow({ services, ...session }: JsonRecord): JsonRecord {
  const names = recordsOf(services).map(({ name, serviceId }) => name ?? serviceId);
  return { ...session, services: names.join(', ') };
}

/** `gatehouse sign-in records`, `session` and `identity`: what the platform knows of a user's signing in. */
export function addUserCommands(group: Command, terminal: Terminal): void {
  const records = group
    .command('records <user>')
    .description('list what came of the sign-ins of a user in 90 days, the newest first');
  listing(paged(records), terminal, async (context, _options, user = '') => ({
    path: `${await userPath(context, user)}/sign-ins`,
    plural: 'signIns',
    columns: ['at', 'outcome', 'method', 'serviceId', 'organisationId', 'address'],
  }));

  const session = group.command('session').description('sessions: where people are signed in');
  listing(
    paged(session.command('list <user>').description('list where a user is signed in')),
    terminal,
    async (context, _options, user = '') => ({
      path: `${await userPath(context, user)}/sessions`,
      plural: 'sessions',
      columns: ['id', 'startedAt', 'lastUsedAt', 'method', 'browser', 'services'],
      row: sessionRow,
    }),
  );
  const end = session.command('end <user>').description('sign a user out everywhere; services are told');
  acting(
    confirmed(end, terminal, (user) => `Sign ${user} out everywhere?`),
    terminal,
    async (context, _options, user = '') => {
      await context.api.call('DELETE', `${await userPath(context, user)}/sessions`);
      context.print.done(`${user} is signed out everywhere.`);
    },
  );

  const identity = group.command('identity').description('identities: accounts elsewhere that sign users in');
  listing(
    paged(identity.command('list <user>').description('list the identities of a user')),
    terminal,
    async (context, _options, user = '') => ({
      path: `${await userPath(context, user)}/identities`,
      plural: 'identities',
      columns: ['id', 'issuer', 'subject', 'providerId', 'linkedBy', 'createdAt'],
    }),
  );
  const remove = identity.command('delete <user> <identity>').description('take an identity from a user');
  deleting(remove, terminal, {
    pathOf: async (context, user = '', id = '') =>
      `${await userPath(context, user)}${path`/identities/${id}`}`,
    question: (user, id) => `Let the account ${id} sign ${user} in no more?`,
    done: (id) => `The identity ${id} is taken from the user.`,
  });
}
