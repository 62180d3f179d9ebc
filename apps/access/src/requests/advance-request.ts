import {
  type AccessRequestState,
  APPROVER_ROLE,
  type Origin,
  type PresentUser,
  type RequestFailure,
} from '@gatehouse/contracts';
import { changeState } from '@gatehouse/entities';
import { Fault } from '@gatehouse/errors';
import { type MakeGrantDependencies, makeGrant } from '../grants/make-grant.ts';
import { presentOrganisation } from '../people/known-people.ts';
import { membershipIn } from '../people/membership.domain.ts';
import type { Organisations } from '../people/organisations.store.ts';
import { serviceOf } from '../services/services.store.ts';
import { isAnswered } from './answered.ts';
import { emailFacts, withOutcomeEmail } from './outcome-email.ts';
import { finish } from './request.ts';
import { type Requests, requestKind } from './requests.store.ts';
import { canBeAskedFor, takesRequests } from './wish.domain.ts';

export interface AdvanceDependencies extends MakeGrantDependencies {
  organisations: Organisations;
  requests: Requests;
}

/** `undefined`: all of it is there. `not yet`: directory has not answered, or the projection does not show it. */
type Outcome = RequestFailure | 'not yet' | undefined;

/** What a grant may not be made for is no failure of the platform's. */
const REFUSED: ReadonlySet<string> = new Set(['invalid-request', 'conflict', 'not-found']);

async function grant(
  dependencies: AdvanceDependencies,
  { serviceId, organisationId, userId, decision, roles }: AccessRequestState,
  origin: Origin,
): Promise<Outcome> {
  if (serviceId === undefined) return undefined;
  const organisation = await presentOrganisation(dependencies.organisations, organisationId);
  if (!takesRequests(organisation)) return 'organisation closed';
  if (!canBeAskedFor(await serviceOf(dependencies.services, serviceId))) return 'policy';
  const details = { roles: decision?.roles ?? roles };
  try {
    const command = { serviceId, organisation, userId, details, origin, isBehind: false };
    await makeGrant(dependencies, command);
    return undefined;
  } catch (error) {
    if (error instanceof Fault && REFUSED.has(error.code)) return 'policy';
    throw error;
  }
}

async function withoutMembership(
  { organisations }: AdvanceDependencies,
  { organisationId, membership }: AccessRequestState,
): Promise<Outcome> {
  const organisation = await presentOrganisation(organisations, organisationId);
  if (!takesRequests(organisation)) return 'organisation closed';
  // The membership that a member's request stood on ended after the decision.
  return membership ? 'no room' : 'policy';
}

async function outcomeOf(
  dependencies: AdvanceDependencies,
  state: AccessRequestState,
  origin: Origin,
): Promise<Outcome> {
  const user = (await dependencies.users.get(state.userId))?.state;
  if (user === undefined) return 'not yet';
  if (!isSamePerson(state, user)) return 'person removed';
  const { commandRequest } = state;
  if (commandRequest !== undefined && !isAnswered(commandRequest, user)) return 'not yet';
  const membership = membershipIn(user, state.organisationId);
  if (membership === undefined) return withoutMembership(dependencies, state);
  const isRaised = membership.roleId === APPROVER_ROLE;
  if (state.decision?.roleId === APPROVER_ROLE && !isRaised && commandRequest !== undefined) {
    const organisation = await presentOrganisation(dependencies.organisations, state.organisationId);
    if (!takesRequests(organisation)) return 'organisation closed';
  }
  return grant(dependencies, state, origin);
}

/** Whether the person who asked is the one that now lives under the id. */
export function isSamePerson(
  { userVersion }: Pick<AccessRequestState, 'userVersion'>,
  user: { state: string } & Partial<Pick<PresentUser, 'incarnation'>>,
): boolean {
  return user.state === 'present' && (user.incarnation ?? 0) <= userVersion;
}

/**
 * Takes an approved request on as far as it goes: once directory's answer is shown here, the grant is made, and the request
 * is `done` or `failed`. May be repeated from any point. False where it has to wait.
 */
export async function advanceRequest(
  dependencies: AdvanceDependencies,
  id: string,
  origin: Origin,
): Promise<boolean> {
  const { requests, now } = dependencies;
  const state = (await requests.get(id))?.state;
  if (state?.status !== 'approved') return true;
  const chain = { ...origin, correlationId: state.correlationId };
  const outcome = await outcomeOf(dependencies, state, chain);
  if (outcome === 'not yet') return false;
  const facts = await emailFacts(dependencies, state);
  await changeState(requestKind(requests, now), id, chain, (current) =>
    withOutcomeEmail(finish(current, outcome, new Date(now()).toISOString()), facts),
  );
  return true;
}

/** Takes an approved request on at once; where that fails, its event does so. */
export function advanceSoon(dependencies: AdvanceDependencies, id: string): void {
  const origin = { correlationId: id, actor: 'platform' };
  advanceRequest(dependencies, id, origin).catch((err: unknown) =>
    dependencies.log.warn({ err }, 'an approved request goes on later'),
  );
}
