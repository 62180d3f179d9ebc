import type {
  AccessRequestState,
  DecidableRequest,
  OwnRequest,
  PresentUser,
  ServiceState,
} from '@gatehouse/contracts';
import { getAll } from '@gatehouse/store';
import { type Organisations, organisationsOf } from '../people/organisations.store.ts';
import type { Users } from '../people/users.store.ts';
import { type Services, servicesOf } from '../services/services.store.ts';

export interface ViewDependencies {
  users: Users;
  organisations: Organisations;
  services: Services;
}

const GONE = 'a former user';

/** A person's name as others read it. */
export function nameOf(person: PresentUser | undefined): string {
  if (person === undefined) return GONE;
  return [person.givenName, person.familyName].filter(Boolean).join(' ') || (person.email ?? GONE);
}

function plainMembers(
  state: AccessRequestState,
  organisationName: string | undefined,
  service: ServiceState | undefined,
): Omit<OwnRequest, 'decidedBy'> {
  const { id, userId, organisationId, membership, roles, status, createdAt, decision } = state;
  return {
    ...{ id, userId, organisationId, membership, roles, status, createdAt },
    serviceId: state.serviceId ?? null,
    reason: state.reason ?? null,
    escalated: state.escalated ?? null,
    failure: state.failure ?? null,
    organisationName: organisationName ?? null,
    serviceName: service?.name ?? null,
    decidedAt: decision?.at ?? null,
    decision: decision?.decision ?? null,
    decidedRoleId: decision?.roleId ?? null,
    decidedRoles: decision?.roles ?? null,
    decisionReason: decision?.reason ?? null,
  };
}

async function namesFor(
  { organisations, services }: ViewDependencies,
  states: readonly AccessRequestState[],
) {
  const [found, serviceById] = await Promise.all([
    organisationsOf(organisations, [...new Set(states.map(({ organisationId }) => organisationId))]),
    servicesOf(services, new Set(states.flatMap(({ serviceId }) => serviceId ?? []))),
  ]);
  const nameById = new Map(found.map(({ id, name }) => [id, name]));
  return (state: AccessRequestState) =>
    plainMembers(state, nameById.get(state.organisationId), serviceById.get(state.serviceId ?? ''));
}

/** A request for the person who made it. */
export async function viewOwnRequest(
  dependencies: ViewDependencies,
  state: AccessRequestState,
): Promise<OwnRequest> {
  const [view] = await viewOwnRequests(dependencies, [state]);
  return view as OwnRequest;
}

/** Requests for the person who made them: who decided stays unnamed. */
export async function viewOwnRequests(
  dependencies: ViewDependencies,
  states: readonly AccessRequestState[],
): Promise<OwnRequest[]> {
  const view = await namesFor(dependencies, states);
  return states.map((state) => {
    const { decision } = state;
    const by = decision?.as === 'supporter' ? 'support' : 'an approver';
    return { ...view(state), decidedBy: decision === undefined ? null : by };
  });
}

/** The name of a user, as others read it. */
export async function nameOfUser({ users }: { users: Users }, id: string): Promise<string> {
  const state = (await users.get(id))?.state;
  return nameOf(state?.state === 'present' ? state : undefined);
}

/** A request for those who may decide it. */
export async function viewRequest(
  dependencies: ViewDependencies,
  state: AccessRequestState,
): Promise<DecidableRequest> {
  const [view] = await viewRequests(dependencies, [state]);
  return view as DecidableRequest;
}

/** Requests for those who may decide them, with the people in them. At most 1,000. */
export async function viewRequests(
  dependencies: ViewDependencies,
  states: readonly AccessRequestState[],
): Promise<DecidableRequest[]> {
  const ids = states.flatMap(({ userId, decision }) => [
    userId,
    ...(decision === undefined ? [] : [decision.by]),
  ]);
  const [view, users] = await Promise.all([
    namesFor(dependencies, states),
    getAll(dependencies.users, new Set(ids)),
  ]);
  const present = (id: string) => {
    const state = users.get(id)?.state;
    return state?.state === 'present' ? state : undefined;
  };
  return states.map((state) => {
    const found = present(state.userId);
    // A later incarnation under the id is another person.
    const person = (found?.incarnation ?? 0) > state.userVersion ? undefined : found;
    const { decision } = state;
    return {
      ...view(state),
      decidedBy: decision === undefined ? null : nameOf(present(decision.by)),
      given_name: person?.givenName ?? null,
      family_name: person?.familyName ?? null,
      email: person?.email ?? null,
    };
  });
}
