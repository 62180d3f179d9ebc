import { type Command, Option } from 'commander';
import { type JsonRecord, recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import { withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
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
  replace?: boolean;
}

/** `gatehouse user organisations`, `join` and `leave`: a user's memberships. */
export function addMembershipCommands(group: Command, terminal: Terminal): void {
  paged(group.command('organisations <user>').description('list the organisations that a user is in')).action(
    (user: string, options: PageOptions, command: Command) =>
      withContext(command, terminal, async (context) => {
        const id = await context.references.user(user);
        const columns = ['id', 'role', 'numericIdentifier', 'textIdentifier'];
        const list = { path: path`/manage/users/${id}/organisations`, plural: 'organisations', columns };
        await printList(context, { ...list, row: membershipRow }, options);
      }),
  );

  group
    .command('join <user> <organisation>')
    .description('make a user a member of an organisation, or change the membership')
    .addOption(
      new Option('--role <role>', 'end-user unless the user is a member already').choices(Object.keys(ROLES)),
    )
    .option('--numeric-identifier <digits>', 'the number by which the organisation knows the user')
    .option('--text-identifier <text>', 'the text by which the organisation knows the user')
    .option(...REPLACE_OPTION)
    .action(
      (
        user: string,
        organisation: string,
        { role, replace, ...identifiers }: JoinOptions,
        command: Command,
      ) =>
        withContext(command, terminal, async ({ api, print, references }) => {
          const id = await references.user(user);
          const organisationId = await references.organisation(organisation);
          const answer = await putChanges(
            api,
            path`/manage/users/${id}/organisations/${organisationId}`,
            (before) => ({ roleId: role === undefined ? (before.roleId ?? 0) : ROLES[role], ...identifiers }),
            { replace },
          );
          print.record(recordOf(answer.body));
        }),
    );

  const leave = group
    .command('leave <user> <organisation>')
    .description('end a membership, with the grants that hang on it');
  const endOf = (user: string, organisation: string) =>
    `End the membership of ${user} in ${organisation}, with the grants that hang on it?`;
  confirmed(leave, terminal, endOf).action(
    (user: string, organisation: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.user(user);
        const organisationId = await references.organisation(organisation);
        await api.call('DELETE', path`/manage/users/${id}/organisations/${organisationId}`);
        print.done('The membership is ended.');
      }),
  );
}
