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
import { removeGrant, standingOf } from './grant.ts';

/** What a grant is reconciled with. */
export interface ReconcileBasis {
  user: UserState | undefined;
  service: ServiceState | undefined;
  /** The version of the user from which the grant was last decided. */
  decidedFrom?: number | undefined;
  /** When, in milliseconds, it was last written while the projections were, or might be, behind. */
  writtenBehindAt?: number | undefined;
}

/**
 * The grant in line with its user and its service. It is removed where its service or its membership is gone, loses roles
 * that the service no longer has, and takes over changes of the user and the membership. Undefined where nothing changes.
 */
export function reconcileGrant(
  current: GrantState | undefined,
  { user, service, decidedFrom, writtenBehindAt }: ReconcileBasis,
  nowMs: number,
): GrantState | undefined {
  if (current?.state !== 'granted') return undefined;
  const membership = membershipIn(user, current.organisationId);
  if (
    service?.removedAt !== undefined ||
    user?.state !== 'present' ||
    membership === undefined ||
    !belongsTo(current, membership, { decidedFrom, writtenBehindAt })
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
  // A change of the user is no change of the grant itself.
  const isOwn =
    roles.length < current.roles.length || current.membershipIncarnation !== membership.incarnation;
  return isOwn ? { ...next, updatedAt: new Date(nowMs).toISOString() } : next;
}

/**
 * Whether a grant belongs to this membership. One that was ended and made again is another, and the grant goes with the
 * first. An incarnation is a version of the user, so versions are compared: this machine's clock may be ahead of
 * directory's. A grant decided from a version that has the membership belongs to it, also after a restore that brought an
 * earlier membership back. Only a grant written while the projections were behind is judged by time (an incarnation is one
 * too): it may have meant a membership that was not known yet, and what was answered as made must not be lost.
 */
function belongsTo(
  { membershipIncarnation }: HeldGrant,
  { incarnation }: Membership,
  {
    decidedFrom = membershipIncarnation,
    writtenBehindAt = 0,
  }: Pick<ReconcileBasis, 'decidedFrom' | 'writtenBehindAt'>,
): boolean {
  return Math.max(decidedFrom, membershipIncarnation, writtenBehindAt) >= incarnation;
}
