import { Command } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { paged } from '../command/listing.ts';
import { acting, deleting, listing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const userPath = async ({ references }: CommandContext, user: string) =>
  path`/manage/users/${await references.user(user)}`;

function addIdentityCommands(group: Command, terminal: Terminal): void {
  const pathOf = async (context: CommandContext, user = '', subject = '') =>
    `${await userPath(context, user)}${path`/account-identities/${subject}`}`;
  const identities = group.command('identities <user>').description('list the accounts that are a user’s');
  listing(paged(identities), terminal, async (context, _options, user = '') => ({
    path: `${await userPath(context, user)}/account-identities`,
    plural: 'identities',
    columns: ['subject', 'issuer', 'linkedBy', 'email', 'emailVerified', 'createdAt'],
  }));
  acting(
    group.command('link <user> <subject>').description('say that an account at the provider is a user’s'),
    terminal,
    async (context, _options, user = '', subject = '') => {
      const { body } = await context.api.call('PUT', await pathOf(context, user, subject), {});
      context.print.record(recordOf(body));
    },
  );
  deleting(group.command('unlink <user> <subject>').description('take an account from a user'), terminal, {
    pathOf,
    question: (user, subject) => `Take the account ${subject} from ${user}?`,
    done: (subject) => `The account ${subject} is taken from the user.`,
  });
}

/** `gatehouse account`: accounts at the provider that are a user's, and the sessions at frontends. */
export function accountCommand(terminal: Terminal): Command {
  const group = new Command('account').description('accounts: who a person is at frontends, and where');
  addIdentityCommands(group, terminal);
  const sessions = group.command('sessions <user>').description('list the sessions of a user at frontends');
  listing(paged(sessions), terminal, async (context, _options, user = '') => ({
    path: `${await userPath(context, user)}/account-sessions`,
    plural: 'sessions',
    columns: ['id', 'mfa', 'startedAt', 'lastUsedAt', 'expiresAt'],
  }));
  const end = group.command('end <user>').description('end all sessions of a user at frontends');
  acting(
    confirmed(end, terminal, (user) => `Sign ${user} out of all frontends?`),
    terminal,
    async (context, _options, user = '') => {
      await context.api.call('DELETE', `${await userPath(context, user)}/account-sessions`);
      context.print.done(`${user} is signed out of all frontends.`);
    },
  );
  return group;
}
