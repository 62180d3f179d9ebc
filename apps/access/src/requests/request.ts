import type {
  AccessRequestState,
  CommandRequest,
  RequestDecision,
  RequestEscalation,
  RequestFailure,
} from '@gatehouse/contracts';

/**
 * A request's life. `waiting` → `approved` or `rejected` (a decision), `withdrawn`, `overtaken`, `expired`, `ended`;
 * `approved` → `done` or `failed`. All but the first two are final.
 */
export type RequestStatus = AccessRequestState['status'];

/** Whether something may still become of it. */
export function isOpen({ status }: Pick<AccessRequestState, 'status'>): boolean {
  return status === 'waiting' || status === 'approved';
}

/** What a person wishes for. */
export interface Wish {
  organisationId: string;
  /** Whether membership is asked for. */
  membership: boolean;
  serviceId?: string | undefined;
  roles: readonly string[];
}

/** Who asks, and what for. */
export interface NewRequest {
  id: string;
  userId: string;
  userVersion: number;
  wish: Wish;
  reason?: string | undefined;
  /** Whether nobody approves there. */
  hasNoApprover: boolean;
  correlationId: string;
  ttlMs: number;
}

/** A request as it begins. */
export function ask(asked: NewRequest, nowMs: number): AccessRequestState {
  const { id, userId, userVersion, wish, reason, hasNoApprover, correlationId, ttlMs } = asked;
  const at = new Date(nowMs).toISOString();
  return {
    ...{ id, userId, userVersion, correlationId },
    organisationId: wish.organisationId,
    membership: wish.membership,
    ...(wish.serviceId !== undefined && { serviceId: wish.serviceId }),
    roles: [...wish.roles],
    ...(reason !== undefined && { reason }),
    status: 'waiting',
    ...(hasNoApprover && { escalated: 'no-approver' as const }),
    ...{ createdAt: at, updatedAt: at, expiresAt: new Date(nowMs + ttlMs).toISOString() },
  };
}

/** Whether two sets of roles are the same. */
export function areSameRoles(one: readonly string[], other: readonly string[]): boolean {
  return new Set(one).symmetricDifference(new Set(other)).size === 0;
}

/** Whether an open request wishes for the same. */
export function asksForSame(state: AccessRequestState, wish: Wish): boolean {
  return (
    state.organisationId === wish.organisationId &&
    state.serviceId === wish.serviceId &&
    areSameRoles(state.roles, wish.roles)
  );
}

/** Whether an open request stands in the way of a wish: one at a time for membership, and for each service of a member. */
export function standsInTheWay(state: AccessRequestState, wish: Wish): boolean {
  if (state.organisationId !== wish.organisationId) return false;
  return state.membership || wish.membership || state.serviceId === wish.serviceId;
}

/** A waiting request that ended without a decision; undefined for one that waits no more. */
export function endUndecided(
  state: AccessRequestState,
  status: 'withdrawn' | 'overtaken' | 'expired' | 'ended',
  at: string,
): AccessRequestState | undefined {
  if (state.status !== 'waiting') return undefined;
  const { messages: _sent, ...rest } = state;
  return { ...rest, status, updatedAt: at };
}

/** Support may decide as well; the later cause stays. Undefined where that is known, or nothing waits. */
export function escalate(
  state: AccessRequestState,
  cause: RequestEscalation,
  at: string,
): AccessRequestState | undefined {
  if (state.status !== 'waiting' || state.escalated === cause) return undefined;
  return { ...state, escalated: cause, updatedAt: at };
}

/** A request with a decision: an approved one asks directory for the membership, where it is for one. */
export function decide(state: AccessRequestState, decision: RequestDecision): AccessRequestState {
  const { messages: _sent, ...rest } = state;
  const { at } = decision;
  if (decision.decision === 'reject') return { ...rest, status: 'rejected', decision, updatedAt: at };
  const commandRequest: CommandRequest = { id: `request:${state.id}`, at, firstAt: at };
  return {
    ...{ ...rest, status: 'approved', decision, updatedAt: at },
    ...(state.membership && { commandRequest }),
  };
}

/** Whether a decision is one that was made before, by the same person. */
export function isSameDecision(made: RequestDecision, again: Omit<RequestDecision, 'at' | 'as'>): boolean {
  return (
    made.decision === again.decision &&
    made.by === again.by &&
    made.roleId === again.roleId &&
    made.reason === again.reason &&
    areSameRoles(made.roles ?? [], again.roles ?? [])
  );
}

/** The command request of an approved request, sent once more; undefined for any other request. */
export function sendAgain(state: AccessRequestState, at: string): AccessRequestState | undefined {
  if (state.status !== 'approved') return undefined;
  const { commandRequest } = state;
  return {
    ...{ ...state, updatedAt: at },
    ...(commandRequest !== undefined && { commandRequest: { ...commandRequest, at } }),
  };
}

/** An approved request that came to its end; undefined for any other. */
export function finish(
  state: AccessRequestState,
  failure: RequestFailure | undefined,
  at: string,
): AccessRequestState | undefined {
  if (state.status !== 'approved') return undefined;
  const { commandRequest: _answered, ...rest } = state;
  if (failure === undefined) return { ...rest, status: 'done', updatedAt: at };
  return { ...rest, status: 'failed', failure, updatedAt: at };
}

/** A request whose person was removed: it is over, and nothing personal is left. Undefined where that is so already. */
export function erase(state: AccessRequestState, at: string): AccessRequestState | undefined {
  const over = endUndecided(state, 'ended', at) ?? finish(state, 'person removed', at) ?? state;
  const { reason, messages, ...rest } = over;
  const said = rest.decision?.reason;
  if (over === state && reason === undefined && messages === undefined && said === undefined)
    return undefined;
  if (rest.decision === undefined) return { ...rest, updatedAt: at };
  const { reason: _said, ...decision } = rest.decision;
  return { ...rest, decision, updatedAt: at };
}
