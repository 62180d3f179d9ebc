import { type Command, Option } from 'commander';
import type { JsonRecord } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { deleting, listing, setting } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const ROLES: Readonly<Record<string, number>> = { 'end-user': 0, approver: 10_000 };

/** A membership as a row of a table: the role is named as `--role` takes it. */
function membershipRow(membership: JsonRecord): JsonRecord {
  const [role = membership.roleId] = Object.keys(ROLES).filter((name) => ROLES[name] === membership.roleId);
  return { ...membership, role };
}

interface JoinOptions {
  role?: string;
  numericIdentifier?: string;
  textIdentifier?: string;
}

async function pathOf({ references }: CommandContext, user: string, organisation: string): Promise<string> {
  const userId = await references.user(user);
  return path`/manage/users/${userId}/organisations/${await references.organisation(organisation)}`;
}

/** `gatehouse user organisations`, `join` and `leave`: a user's memberships. */
export function addMembershipCommands(group: Command, terminal: Terminal): void {
  const list = group.command('organisations <user>').description('list the organisations that a user is in');
  listing(paged(list), terminal, async ({ references }, _options, user = '') => ({
    path: path`/manage/users/${await references.user(user)}/organisations`,
    plural: 'organisations',
    columns: ['id', 'role', 'numericIdentifier', 'textIdentifier'],
    row: membershipRow,
  }));

  const join = group
    .command('join <user> <organisation>')
    .description('make a user a member of an organisation, or change the membership')
    .addOption(
      new Option('--role <role>', 'end-user unless the user is a member already').choices(Object.keys(ROLES)),
    )
    .option('--numeric-identifier <digits>', 'the number by which the organisation knows the user')
    .option('--text-identifier <text>', 'the text by which the organisation knows the user');
  setting<JoinOptions>(join, terminal, {
    pathOf,
    changesOf:
      ({ role, ...identifiers }) =>
      (before) => ({ roleId: role === undefined ? (before.roleId ?? 0) : ROLES[role], ...identifiers }),
  });

  const leave = group
    .command('leave <user> <organisation>')
    .description('end a membership, with the grants that hang on it');
  deleting(leave, terminal, {
    pathOf,
    question: (user, organisation) =>
      `End the membership of ${user} in ${organisation}, with the grants that hang on it?`,
    done: () => 'The membership is ended.',
  });
}
