import { batchConsumerOf } from '@gatehouse/consumers';
import { projectEntities } from '@gatehouse/entities';
import type { Generation } from '@gatehouse/read-models';
import { approversIn } from '../approvers/approvers.store.ts';
import type { PeopleCollections } from '../approvers/people.ts';
import { createApproverKeeping } from '../approvers/reconcile-approver.ts';

/** Keeps the copies of organisations, and their approvers in line with them: each generation its own. */
export function onOrganisationsChanged(
  { now }: { now: () => number },
  { collections }: Generation<PeopleCollections>,
) {
  const { organisations, approvers } = collections;
  const keepApprover = createApproverKeeping({ ...collections, now });
  return batchConsumerOf(['gatehouse.directory.organisation.v1'], async (changed) => {
    const copied = await projectEntities(
      organisations,
      now,
      changed.map(({ data }) => ({ entityVersion: data.version, state: data.state, keys: {} })),
    );
    const ids = changed.map(({ subject }) => subject);
    for await (const some of approversIn(approvers, ids)) {
      await Promise.all(some.map(({ organisationId, userId }) => keepApprover(organisationId, userId)));
    }
    return copied.map((outcome) => (outcome === 'known' ? { ignored: 'older or known' } : undefined));
  });
}
