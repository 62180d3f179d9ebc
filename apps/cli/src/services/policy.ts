import { Command } from 'commander';
import { type JsonRecord, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { collect } from '../command/option-values.ts';
import { deleting, listing, setting, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';
import { collectCondition, conditionText, type PolicyCondition } from './policy-condition.ts';

interface PolicyOptions {
  name?: string;
  condition?: readonly PolicyCondition[];
  role?: readonly string[];
}

const COLUMNS = ['id', 'name', 'roles', 'conditions'];

const pathOf = async ({ references }: CommandContext, service: string, policy: string) =>
  path`/manage/services/${await references.service(service)}/policies/${policy}`;

/** A policy as a row of a table: conditions are written as `--condition` takes them. */
function policyRow(policy: JsonRecord): JsonRecord {
  return { ...policy, conditions: recordsOf(policy.conditions).map(conditionText).join('; ') };
}

/** `gatehouse policy`: whom a service is for. */
export function policyCommand(terminal: Terminal): Command {
  const group = new Command('policy').description(
    "a service's policies: whom it, or some of its roles, is for",
  );

  const list = group.command('list <service>').description('list the policies of a service');
  listing(paged(list), terminal, async ({ references }, _options, service = '') => ({
    ...{ path: path`/manage/services/${await references.service(service)}/policies`, plural: 'policies' },
    ...{ columns: COLUMNS, row: policyRow },
  }));

  showing(group.command('show <service> <policy>').description('show a policy'), terminal, pathOf);

  const set = group
    .command('set <service> <policy>')
    .description('make a policy, or change it')
    .option('--name <text>', 'its name, as people read it')
    .option(
      '--condition <condition>',
      "such as 'organisation.category.id is 001,002'; again for more, all of which must be met",
      collectCondition,
    )
    .option('--role <code>', 'a role that it admits to; again for more', collect);
  setting<PolicyOptions>(set, terminal, {
    pathOf,
    changesOf:
      ({ name, condition, role }) =>
      (before) => ({
        name,
        conditions: condition ?? before.conditions ?? [],
        roles: role?.filter((code) => code !== '') ?? before.roles ?? [],
      }),
  });

  const remove = group.command('delete <service> <policy>').description('remove a policy');
  deleting(remove, terminal, {
    pathOf,
    question: (service, policy) => `Remove the policy ${policy} of ${service}?`,
    done: () => 'The policy is removed.',
  });

  return group;
}
