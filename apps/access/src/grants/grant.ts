import {
  changedMembers,
  faultsOfGrant,
  type GrantState,
  grantId,
  type HeldGrant,
  isAdmitted,
  type Membership,
} from '@gatehouse/contracts';
import type { GrantFacts } from './grant-facts.ts';
import { standingOf } from './grant-standing.ts';

/** What the operator says of a grant. */
export interface GrantDetails {
  roles: readonly string[];
  identifiers: readonly { key: string; value: string }[];
}

export type GrantDecision = { faults: string[] } | { faults?: never; state: HeldGrant; made: boolean };

/**
 * The grant as it is after the operator's word, or every fault of it. It is made where there is none on that very
 * membership; else it is replaced, and what it holds already is not asked again.
 */
export function decideGrant(
  current: GrantState | undefined,
  details: GrantDetails,
  facts: GrantFacts,
  nowMs: number,
): GrantDecision {
  const held = heldOn(current, facts.membership);
  const faults = faultsOfGrant(held, details.roles, facts);
  if (faults.length > 0) return { faults };
  const now = new Date(nowMs).toISOString();
  const state: HeldGrant = {
    ...(held ?? blank(facts, now)),
    roles: [...new Set(details.roles)],
    identifiers: details.identifiers.map(({ key, value }) => ({ key, value })),
  };
  if (held !== undefined && changedMembers(held, state).length === 0) return { state: held, made: false };
  return { state: { ...state, updatedAt: now }, made: held === undefined };
}

/**
 * The grant that an invitation brings: without roles, where there is none yet and the service's policies admit the user.
 * Undefined where nothing is to be written.
 */
export function decideInvitedGrant(
  current: GrantState | undefined,
  facts: GrantFacts,
  nowMs: number,
): HeldGrant | undefined {
  if (heldOn(current, facts.membership) !== undefined || !isAdmitted(facts)) return undefined;
  return blank(facts, new Date(nowMs).toISOString());
}

/** A grant taken away; undefined where there is none. */
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

/** The grant, where it stands on this very membership. */
export function heldOn(current: GrantState | undefined, membership: Membership): HeldGrant | undefined {
  return current?.state === 'granted' && current.membershipIncarnation === membership.incarnation
    ? current
    : undefined;
}

function blank({ service, user, membership }: GrantFacts, now: string): HeldGrant {
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
