import {
  changedMembers,
  type GrantState,
  type HeldGrant,
  type Membership,
  type ServiceState,
  type UserState,
} from '@gatehouse/contracts';
import { removeGrant } from './grant.ts';
import { standingOf } from './grant-standing.ts';
import { membershipIn } from './membership.ts';
import { roleOf } from './service-roles.ts';

/**
 * What becomes of a grant now that its user or its service is as given: removed where the membership that it stands on
 * is gone, without the roles that the service no longer has, and telling of a change of the user or the membership.
 * Undefined where it stands as it is.
 */
export function reviewGrant(
  current: GrantState | undefined,
  { user, service }: { user: UserState | undefined; service: ServiceState | undefined },
  nowMs: number,
): GrantState | undefined {
  if (current?.state !== 'granted') return undefined;
  const membership = membershipIn(user, current.organisationId);
  if (user?.state !== 'present' || membership === undefined || !standsOn(current, membership)) {
    return removeGrant(current, nowMs);
  }
  const roles = current.roles.filter((code) => service === undefined || roleOf(service, code) !== undefined);
  const next = { ...current, roles, membershipSince: membership.since, ...standingOf(user, membership) };
  if (changedMembers(current, next).length === 0) return undefined;
  // What happens to the user is not the grant's own change.
  const isOwn = roles.length < current.roles.length || current.membershipSince !== membership.since;
  return isOwn ? { ...next, updatedAt: new Date(nowMs).toISOString() } : next;
}

/**
 * A membership taken away and made again is another one. Yet a grant that was said after the new one was made (a
 * membership's `since` is a time) meant that one, even if it was decided from a copy that did not know it yet.
 */
function standsOn(grant: HeldGrant, membership: Membership): boolean {
  return grant.membershipSince === membership.since || Date.parse(grant.updatedAt) >= membership.since;
}
