import { changedNames } from '@gatehouse/contracts';
import type { ToldEvent } from '../notices/change-events.domain.ts';

/** What a notice may take of a document beside a user with as many memberships as one can have. */
const MOST_BYTES = 96_000;
const BYTES_OF_EVENT = 600;
const BYTES_OF_SERVICE = 40;

/**
 * The events as they are, where they fit into the user's document. Else one of all the user's names, in place of hundreds of
 * memberships that changed at once: who is told reads the user and the memberships again.
 */
export function withinRoom(
  userId: string,
  version: number,
  told: readonly ToldEvent[],
): readonly ToldEvent[] {
  const heard = told.filter(({ serviceIds }) => serviceIds.length > 0);
  const bytes = heard.reduce(
    (sum, { serviceIds }) => sum + BYTES_OF_EVENT + BYTES_OF_SERVICE * serviceIds.length,
    0,
  );
  if (bytes <= MOST_BYTES) return told;
  const serviceIds = [...new Set(heard.flatMap((each) => each.serviceIds))].sort();
  const data = { userId, changed: [...changedNames.user], version };
  const removed = heard.filter(({ event }) => event.type === 'user.removed');
  const isDeactivated = heard.some(({ event }) => event.type === 'user.deactivated');
  return [
    ...removed,
    { event: { type: isDeactivated ? 'user.deactivated' : 'user.updated', data }, serviceIds },
  ];
}
