import {
  changedMembers,
  type GrantState,
  type HeldGrant,
  type Membership,
  type ServiceState,
  type UserState,
} from '@gatehouse/contracts';
import { membershipIn } from '../people/membership.domain.ts';
import { roleOf } from '../services/roles.domain.ts';
import { removeGrant } from './grant.ts';
import { standingOf } from './grant-standing.ts';

/** What a grant is looked at again by. */
export interface ReviewFacts {
  user: UserState | undefined;
  service: ServiceState | undefined;
  /** The version of the user that the grant was last decided from; older releases kept none. */
  decidedFrom?: number | undefined;
  /** When it was last said by copies that were, or might be, behind, in milliseconds. */
  saidBehind?: number | undefined;
}

/**
 * What becomes of a grant now that its user or its service is as given: removed where its service or the membership that it
 * stands on is gone, without the roles that the service no longer has, and telling of a change of the user or the membership.
 * Undefined where it stands as it is.
 */
export function reviewGrant(
  current: GrantState | undefined,
  { user, service, decidedFrom, saidBehind }: ReviewFacts,
  nowMs: number,
): GrantState | undefined {
  if (current?.state !== 'granted') return undefined;
  const membership = membershipIn(user, current.organisationId);
  if (
    service?.removedAt !== undefined ||
    user?.state !== 'present' ||
    membership === undefined ||
    !standsOn(current, membership, { decidedFrom, saidBehind })
  ) {
    return removeGrant(current, nowMs);
  }
  const roles = current.roles.filter((code) => service === undefined || roleOf(service, code) !== undefined);
  const next = {
    ...current,
    roles,
    membershipIncarnation: membership.incarnation,
    ...standingOf(user, membership),
  };
  if (changedMembers(current, next).length === 0) return undefined;
  // What happens to the user is not the grant's own change.
  const isOwn =
    roles.length < current.roles.length || current.membershipIncarnation !== membership.incarnation;
  return isOwn ? { ...next, updatedAt: new Date(nowMs).toISOString() } : next;
}

/**
 * A membership taken away and made again is another one, and the grant goes with the first. It stands where its user was
 * known at a version that had the membership already, as after a restore that brought an earlier membership back. `incarnation`
 * is a version of the user, so it is held against versions: the clock of this machine may be ahead of directory's. Only
 * what was said while the copies were behind is believed by its time, since it may have meant a membership that was not
 * known yet (`incarnation` is a time, too): lost would be what was answered as made.
 */
function standsOn(
  { membershipIncarnation }: HeldGrant,
  { incarnation }: Membership,
  { decidedFrom = membershipIncarnation, saidBehind = 0 }: Pick<ReviewFacts, 'decidedFrom' | 'saidBehind'>,
): boolean {
  return Math.max(decidedFrom, membershipIncarnation, saidBehind) >= incarnation;
}
