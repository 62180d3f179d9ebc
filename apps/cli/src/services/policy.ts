import { Command } from 'commander';
import { type JsonRecord, recordOf, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import { withContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { type PageOptions, paged, printList } from '../command/listing.ts';
import { collect } from '../command/option-values.ts';
import type { Terminal } from '../printing/terminal.ts';
import { collectCondition, conditionText, type PolicyCondition } from './policy-condition.ts';

interface SetOptions {
  name?: string;
  condition?: readonly PolicyCondition[];
  role?: readonly string[];
  replace?: boolean;
}

/** A policy as a row of a table: conditions are written as `--condition` takes them. */
function policyRow(policy: JsonRecord): JsonRecord {
  return { ...policy, conditions: recordsOf(policy.conditions).map(conditionText).join('; ') };
}

/** `gatehouse policy`: whom a service is for. */
export function policyCommand(terminal: Terminal): Command {
  const group = new Command('policy').description(
    "a service's policies: whom it, or some of its roles, is for",
  );

  paged(group.command('list <service>').description('list the policies of a service')).action(
    (service: string, options: PageOptions, command: Command) =>
      withContext(command, terminal, async (context) => {
        const id = await context.references.service(service);
        const columns = ['id', 'name', 'roles', 'conditions'];
        await printList(
          context,
          { path: path`/manage/services/${id}/policies`, plural: 'policies', columns, row: policyRow },
          options,
        );
      }),
  );

  group
    .command('show <service> <policy>')
    .description('show a policy')
    .action((service: string, policy: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.service(service);
        print.record(recordOf((await api.call('GET', path`/manage/services/${id}/policies/${policy}`)).body));
      }),
    );

  group
    .command('set <service> <policy>')
    .description('make a policy, or change it')
    .option('--name <text>', 'its name, as people read it')
    .option(
      '--condition <condition>',
      "such as 'organisation.category.id is 001,002'; again for more, all of which must be met",
      collectCondition,
    )
    .option('--role <code>', 'a role that it admits to; again for more', collect)
    .option(...REPLACE_OPTION)
    .action(
      (service: string, policy: string, { name, condition, role, replace }: SetOptions, command: Command) =>
        withContext(command, terminal, async ({ api, print, references }) => {
          const id = await references.service(service);
          const answer = await putChanges(
            api,
            path`/manage/services/${id}/policies/${policy}`,
            (before) => ({
              name,
              conditions: condition ?? before.conditions ?? [],
              roles: role?.filter((code) => code !== '') ?? before.roles ?? [],
            }),
            { replace },
          );
          print.record(recordOf(answer.body));
        }),
    );

  const remove = group.command('delete <service> <policy>').description('remove a policy');
  confirmed(remove, terminal, (service, policy) => `Remove the policy ${policy} of ${service}?`).action(
    (service: string, policy: string, _options: unknown, command: Command) =>
      withContext(command, terminal, async ({ api, print, references }) => {
        const id = await references.service(service);
        await api.call('DELETE', path`/manage/services/${id}/policies/${policy}`);
        print.done('The policy is removed.');
      }),
  );

  return group;
}
