import { type EventOf, parseEvent } from '@gatehouse/contracts';
import { projectEntities } from '@gatehouse/entities';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { Generation } from '@gatehouse/read-models';
import { approversIn } from '../approvers/approvers.store.ts';
import type { PeopleCollections } from '../approvers/people.ts';
import { createApproverKeeping } from '../approvers/reconcile-approver.ts';

type OrganisationChanged = EventOf<'gatehouse.directory.organisation.v1'>;

function organisationChanged({ event }: ParsedRecord): OrganisationChanged | undefined {
  const parsed = parseEvent(event);
  return parsed?.type === 'gatehouse.directory.organisation.v1' ? parsed : undefined;
}

/** Keeps the copies of organisations, and their approvers in line with them: each generation its own. */
export function onOrganisationsChanged(
  { now }: { now: () => number },
  { collections }: Generation<PeopleCollections>,
) {
  const { organisations, approvers } = collections;
  const keepApprover = createApproverKeeping({ ...collections, now });
  return async (records: readonly ParsedRecord[]): Promise<Outcome[]> => {
    const read = records.map(organisationChanged);
    const changed = read.flatMap((event) => event ?? []);
    const copied = await projectEntities(
      organisations,
      now,
      changed.map(({ data }) => ({ entityVersion: data.version, state: data.state, keys: {} })),
    );
    const ids = changed.map(({ subject }) => subject);
    for await (const some of approversIn(approvers, ids)) {
      await Promise.all(some.map(({ organisationId, userId }) => keepApprover(organisationId, userId)));
    }
    const outcomes = copied.values();
    return read.map((event): Outcome => {
      if (event === undefined) return { status: 'ignored', reason: 'unknown type' };
      const isNew = outcomes.next().value !== 'known';
      return isNew ? { status: 'done' } : { status: 'ignored', reason: 'older or known' };
    });
  };
}
