import { changedNames } from '@gatehouse/contracts';
import type { ToldEvent } from '../notices/change-events.domain.ts';
import { groupsOf } from '../notices/told-groups.domain.ts';

/** What a notice may take of a document beside a user with as many memberships as one can have. */
const MOST_BYTES = 96_000;
const BYTES_OF_EVENT = 600;
const BYTES_OF_SERVICE = 40;
const BYTES_OF_ORGANISATION = 110;

/**
 * The events as they are, where they fit into the user's document: a change of all of a user's memberships does. Else, of hundreds
 * of memberships that each concern other services, one of all the user's names in place of all: who is told reads the user again.
 */
export function withinRoom(
  userId: string,
  version: number,
  told: readonly ToldEvent[],
): readonly ToldEvent[] {
  const groups = groupsOf(told);
  const bytes = groups.reduce(
    (sum, { serviceIds, also }) =>
      sum + BYTES_OF_EVENT + BYTES_OF_SERVICE * serviceIds.length + BYTES_OF_ORGANISATION * also.length,
    0,
  );
  if (bytes <= MOST_BYTES) return told;
  const heard = told.filter(({ serviceIds }) => serviceIds.length > 0);
  const serviceIds = [...new Set(heard.flatMap((each) => each.serviceIds))].sort();
  const data = { userId, changed: [...changedNames.user], version };
  const removed = heard.filter(({ event }) => event.type === 'user.removed');
  const isDeactivated = heard.some(({ event }) => event.type === 'user.deactivated');
  return [
    ...removed,
    { event: { type: isDeactivated ? 'user.deactivated' : 'user.updated', data }, serviceIds },
  ];
}
