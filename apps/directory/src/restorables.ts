import type { AnnouncementState, OrganisationState, UserState } from '@gatehouse/contracts';
import { type Restorable, restorable } from '@gatehouse/entities';
import type { Store } from '@gatehouse/store';
import { type AnnouncementDocument, announcementsCollection } from './announcements/announcements.store.ts';
import { skipLegacyIds } from './organisations/legacy-ids.store.ts';
import {
  keysOf,
  type OrganisationDocument,
  organisationsCollection,
} from './organisations/organisations.store.ts';
import { type UserDocument, usersCollection } from './users/users.store.ts';

/** A lost user comes back as removed. The answers stay, so that no command request has a second effect. */
function lostUser(last: UserState, at: string): { _id: string; state: UserState } {
  const { id, answered, answeredThrough } = last;
  return {
    _id: id,
    state: {
      id,
      state: 'removed',
      // Another service's projection may hold no more than the id.
      answered: answered ?? [],
      ...(answeredThrough !== undefined && { answeredThrough }),
      removedAt: last.state === 'removed' ? (last.removedAt ?? at) : at,
    },
  };
}

/** A lost organisation comes back as it was last published, a deleted one as deleted. */
function lostOrganisation(last: OrganisationState, _at: string, uniqueTaken: boolean) {
  const { urn, uid, ...others } = last;
  const state = uniqueTaken ? others : last;
  return { _id: last.id, ...keysOf(state), state };
}

function lostAnnouncement({ id, serviceId }: AnnouncementState, at: string) {
  return { _id: id, state: { id, serviceId, state: 'removed' as const, removedAt: at } };
}

/** The entities that directory publishes, for a restore. */
export const restorables: readonly Restorable[] = [
  restorable<'gatehouse.directory.user.v1', UserDocument>({
    type: 'gatehouse.directory.user.v1',
    collection: usersCollection,
    lost: lostUser,
  }),
  restorable<'gatehouse.directory.organisation.v1', OrganisationDocument>({
    type: 'gatehouse.directory.organisation.v1',
    collection: organisationsCollection,
    lost: lostOrganisation,
  }),
  restorable<'gatehouse.directory.announcement.v1', AnnouncementDocument>({
    type: 'gatehouse.directory.announcement.v1',
    collection: announcementsCollection,
    lost: lostAnnouncement,
  }),
];

const AT_A_TIME = 100;

/** Moves the counter past the numbers that restored organisations have: it may come from an earlier moment. */
export async function skipUsedLegacyIds(store: Store, now: () => number): Promise<void> {
  const organisations = store.transfer(organisationsCollection);
  let highest = 0;
  for (let after = ''; ; ) {
    const some = await organisations.read(after, AT_A_TIME);
    const last = some.at(-1);
    if (last === undefined) break;
    for (const { document } of some) highest = Math.max(highest, Number(document.state.legacyId) || 0);
    after = last.document._id;
  }
  await skipLegacyIds(store, now, highest);
}
