import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { isRecord, recordOf, recordsOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges } from '../api/put-changes.ts';
import type { CommandContext } from '../command/command-context.ts';
import { type Listing, type PageOptions, paged } from '../command/listing.ts';
import { acting, deleting, listing, setting, showing } from '../command/record-commands.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { describingOrganisation, organisationChanges } from './organisation-options.ts';

const LISTING: Listing = {
  path: '/manage/organisations',
  plural: 'organisations',
  columns: ['id', 'name', 'category', 'status', 'urn', 'uid', 'ukprn', 'upin'],
};

interface FindOptions extends PageOptions {
  urn?: string;
  uid?: string;
  ukprn?: string;
  upin?: string;
  name?: string;
}

const pathOf = async ({ references }: CommandContext, organisation: string) =>
  path`/manage/organisations/${await references.organisation(organisation)}`;

/** `gatehouse organisation`: schools, trusts, local authorities. */
export function organisationCommand(terminal: Terminal): Command {
  const group = new Command('organisation').description('organisations: schools, trusts, local authorities');

  listing(paged(group.command('list').description('list organisations')), terminal, () => LISTING);

  const find = paged(group.command('find').description('find organisations; all that is given must be met'))
    .option('--urn <number>', 'unique reference number')
    .option('--uid <number>', 'unique identifier of a group')
    .option('--ukprn <number>', 'UK provider reference number')
    .option('--upin <number>', 'unique provider identification number')
    .option('--name <text>', 'how its name begins');
  listing<FindOptions>(find, terminal, (_context, query) => {
    if (Object.keys(query).length === 0)
      throw new Misused(['Say what to find: --urn, --uid, --ukprn, --upin or --name']);
    return { ...LISTING, query };
  });

  showing(group.command('show <organisation>').description('show an organisation'), terminal, pathOf);

  const links = group
    .command('links <organisation>')
    .description('show the local authority and the trusts that an organisation is linked to, as imported');
  acting(links, terminal, async (context, _options, organisation = '') => {
    const found = recordOf(
      (await context.api.call('GET', `${await pathOf(context, organisation)}/links`)).body,
    );
    const trusts = recordsOf(found.trusts).map((trust) => ({ link: 'trust', ...trust }));
    const { localAuthority } = found;
    const authority = isRecord(localAuthority) ? [{ link: 'local authority', ...localAuthority }] : [];
    context.print.table(['link', 'id', 'name'], [...authority, ...trusts], found);
  });

  const create = describingOrganisation(group.command('create').description('make an organisation'));
  acting(create, terminal, async ({ api, print }, options) => {
    const target = path`/manage/organisations/${randomUUID().toUpperCase()}`;
    const answer = await putChanges(api, target, organisationChanges({ ...options }), { replace: true });
    print.record(recordOf(answer.body));
  });

  const change = group
    .command('set <organisation>')
    .description('change an organisation, or make one under a new id');
  setting(describingOrganisation(change), terminal, {
    pathOf,
    changesOf: (options) => organisationChanges({ ...options }),
  });

  const remove = group
    .command('delete <organisation>')
    .description('delete an organisation that nothing refers to: no membership, link or invitation');
  deleting(remove, terminal, {
    pathOf,
    question: (organisation) => `Delete the organisation ${organisation}?`,
    done: (id) => `The organisation ${id} is deleted.`,
  });

  return group;
}
