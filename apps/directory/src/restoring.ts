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

/** Nobody knows the person any more but by what others remember: the answers stay, so that no ask is answered twice. */
function lostUser(last: UserState, at: string): { _id: string; state: UserState } {
  const { id, answered, answeredThrough } = last;
  return {
    _id: id,
    state: {
      id,
      state: 'removed',
      // A neighbour's copy may know no more than that there was somebody.
      answered: answered ?? [],
      ...(answeredThrough !== undefined && { answeredThrough }),
      removedAt: last.state === 'removed' ? (last.removedAt ?? at) : at,
    },
  };
}

/** What is known of organisations is all there is: they come back as they were last published, deleted ones as deleted. */
function lostOrganisation(last: OrganisationState, _at: string, uniqueTaken: boolean) {
  const { urn, uid, ...others } = last;
  const state = uniqueTaken ? others : last;
  return { _id: last.id, ...keysOf(state), state };
}

function lostAnnouncement({ id, serviceId }: AnnouncementState, at: string) {
  return { _id: id, state: { id, serviceId, state: 'removed' as const, removedAt: at } };
}

/** What directory tells of, for a restore. */
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

/** Passes the numbers that organisations have which came back: the counter may be of an earlier moment. */
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
