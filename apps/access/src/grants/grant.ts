import {
  changedMembers,
  faultsOfGrant,
  type GrantBasis,
  type GrantState,
  grantId,
  type HeldGrant,
  isAdmitted,
  type Membership,
  type PresentUser,
  type ServiceState,
} from '@gatehouse/contracts';

/** What a grant is decided from: the service itself, and projections of what directory owns. */
export type OwnGrantBasis = GrantBasis & { service: ServiceState };

/** A grant as it is put: by the operator with all of its identifiers, by others as they are. */
export interface GrantDetails {
  roles: readonly string[];
  identifiers?: readonly { key: string; value: string }[];
}

export type GrantDecision = { faults: string[] } | { faults?: never; state: HeldGrant; made: boolean };

/**
 * The grant as the operator wants it, or every fault of it. It is made where this very membership has none, and replaced
 * otherwise. Policies and roles that it passed before are not checked again.
 */
export function decideGrant(
  current: GrantState | undefined,
  details: GrantDetails,
  basis: OwnGrantBasis,
  nowMs: number,
): GrantDecision {
  const held = heldOn(current, basis.membership);
  const faults = faultsOfGrant(held, details.roles, basis);
  if (faults.length > 0) return { faults };
  const now = new Date(nowMs).toISOString();
  const state: HeldGrant = {
    ...(held ?? blank(basis, now)),
    roles: [...new Set(details.roles)],
    ...(details.identifiers !== undefined && {
      identifiers: details.identifiers.map(({ key, value }) => ({ key, value })),
    }),
  };
  if (held !== undefined && changedMembers(held, state).length === 0) return { state: held, made: false };
  return { state: { ...state, updatedAt: now }, made: held === undefined };
}

/**
 * The grant that an invitation makes: without roles, where there is none yet and the service's policies admit the user.
 * Undefined where nothing is to be written.
 */
export function decideInvitedGrant(
  current: GrantState | undefined,
  basis: OwnGrantBasis,
  nowMs: number,
): HeldGrant | undefined {
  if (heldOn(current, basis.membership) !== undefined || !isAdmitted(basis)) return undefined;
  return blank(basis, new Date(nowMs).toISOString());
}

/** The tombstone of a grant; undefined where there is no grant. */
export function removeGrant(current: GrantState | undefined, nowMs: number): GrantState | undefined {
  if (current?.state !== 'granted') return undefined;
  const { id, serviceId, organisationId, userId } = current;
  return {
    id,
    serviceId,
    organisationId,
    userId,
    state: 'removed',
    removedAt: new Date(nowMs).toISOString(),
  };
}

/** The grant, where it belongs to this very membership. */
export function heldOn(current: GrantState | undefined, membership: Membership): HeldGrant | undefined {
  return current?.state === 'granted' && current.membershipIncarnation === membership.incarnation
    ? current
    : undefined;
}

function blank({ service, user, membership }: OwnGrantBasis, now: string): HeldGrant {
  const { organisationId, incarnation } = membership;
  return {
    id: grantId(service.id, organisationId, user.id),
    serviceId: service.id,
    organisationId,
    userId: user.id,
    state: 'granted',
    roles: [],
    identifiers: [],
    membershipIncarnation: incarnation,
    approvedAt: now,
    updatedAt: now,
    ...standingOf(user, membership),
  };
}

/** What a grant repeats of its user and membership: readers of its events alone see when those change. */
export function standingOf(
  user: PresentUser,
  membership: Membership,
): Pick<HeldGrant, 'userStatus' | 'userUpdatedAt' | 'membershipUpdatedAt'> {
  return {
    userStatus: user.status,
    userUpdatedAt: user.updatedAt,
    membershipUpdatedAt: membership.updatedAt,
  };
}
