import { parseEvent } from '@gatehouse/contracts';
import { copyEntity } from '@gatehouse/entities';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { Generation } from '@gatehouse/read-models';
import { createApproverKeeping } from '../approver-keeping.ts';
import { approversIn } from '../stores/approvers.ts';
import type { PeopleCollections } from '../stores/people.ts';

/** Keeps the copy of an organisation, and its approvers in line with it: each generation its own. */
export function onOrganisationChanged(
  { now }: { now: () => number },
  { collections }: Generation<PeopleCollections>,
) {
  const { organisations, approvers } = collections;
  const keepApprover = createApproverKeeping({ ...collections, now });
  return async ({ event: value }: ParsedRecord): Promise<Outcome> => {
    const event = parseEvent(value);
    if (event?.type !== 'gatehouse.directory.organisation.v1') {
      return { status: 'ignored', reason: 'unknown type' };
    }
    const { version, state } = event.data;
    const copied = await copyEntity(organisations, now, { entityVersion: version, state, keys: {} });
    for await (const some of approversIn(approvers, state.id)) {
      for (const { userId } of some) await keepApprover(state.id, userId);
    }
    return copied !== 'known' ? { status: 'done' } : { status: 'ignored', reason: 'older or known' };
  };
}
