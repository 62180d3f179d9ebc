import { type AccessModel, childrenOf, grantOf, isHidden, known, type ModelService } from './access-model.ts';
import { admittedRoles } from './model-policies.ts';
import { shownAsProvider, shownInV2, shownToServices } from './shown-organisation.ts';

/** What a client should be answered; no body where it is a refusal. */
export interface Expected {
  status: number;
  body?: unknown;
}

const ROLE_NAMES = { 0: 'End user', 10000: 'Approver' };
export const roleNameOf = (roleId: 0 | 10000) => ROLE_NAMES[roleId];

/** A list in an order of its own, for lists whose order is not promised. */
export const inOrder = <T>(list: readonly T[]): T[] =>
  list
    .map((each) => [JSON.stringify(each), each] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, each]) => each);

const refused = (status: number): Expected => ({ status });

/** `/services/{id}` for a client: 404 where there is none, 403 where it is neither its own nor a child of it. */
function serviceFor(model: AccessModel, clientId: string, serviceId: string): ModelService | 403 | 404 {
  const service = model.services.get(serviceId);
  if (service === undefined) return 404;
  return service.id === clientId || service.parentId === clientId ? service : 403;
}

export function expectedRoles(model: AccessModel, client: string, serviceId: string): Expected {
  const service = serviceFor(model, client, serviceId);
  if (typeof service === 'number') return refused(service);
  return { status: 200, body: inOrder([...service.roles].map(([code, role]) => ({ ...role, code }))) };
}

/** The body's roles without their ids and numbers, which the platform chooses. */
export function expectedAccess(
  model: AccessModel,
  client: string,
  [serviceId, organisationId, userId]: readonly [string, string, string],
): Expected {
  const service = serviceFor(model, client, serviceId);
  if (typeof service === 'number') return refused(service);
  const grant = grantOf(model, serviceId, organisationId, userId);
  if (grant === undefined) return refused(404);
  const roles = grant.roles.map((code) => {
    const { name, status } = known(service.roles, code);
    return { code, name, status: { id: status === 'Active' ? 1 : 0 } };
  });
  const { identifiers } = grant;
  return { status: 200, body: { userId, serviceId, organisationId, roles: inOrder(roles), identifiers } };
}

/** The user and the organisations that show, for a client that is shown the user. */
function userFor(model: AccessModel, client: string, userId: string) {
  const user = model.users.get(userId);
  if (user === undefined) return undefined;
  const service = known(model.services, client);
  const own = [service, ...childrenOf(model, client)];
  const isGranted = own.some(({ id }) =>
    [...user.memberships.keys()].some((place) => grantOf(model, id, place, userId) !== undefined),
  );
  const isLinked = own.some(({ id }) => model.linked.get(userId)?.has(id));
  const seesAll = service.params.canViewAllUsers === 'true';
  if (!isGranted && !isLinked && !seesAll) return undefined;
  const organisations = [...user.memberships.keys()]
    .map((id) => known(model.organisations, id))
    .filter((organisation) => !isHidden(organisation));
  return { user, organisations, services: seesAll ? [...model.services.values()] : own };
}

export function expectedOrganisations(
  model: AccessModel,
  client: string,
  userId: string,
  version: 1 | 2,
): Expected {
  const shown = userFor(model, client, userId);
  if (shown === undefined || shown.organisations.length === 0) return refused(404);
  const view = version === 1 ? shownToServices : shownInV2;
  return { status: 200, body: inOrder(shown.organisations.map((each) => view(each))) };
}

export function expectedOrganisationServices(model: AccessModel, client: string, userId: string): Expected {
  const shown = userFor(model, client, userId);
  if (shown === undefined) return refused(404);
  const { user, organisations, services } = shown;
  const listed = organisations
    .filter(({ id }) => grantOf(model, client, id, userId) !== undefined)
    .map((organisation) => {
      const { roleId } = known(user.memberships, organisation.id);
      const here = services.flatMap(({ id, name, description, roles }) => {
        const grant = grantOf(model, id, organisation.id, userId);
        if (grant === undefined) return [];
        const held = grant.roles.map((code) => ({ code, name: known(roles, code).name }));
        return { name, description: description ?? null, roles: inOrder(held) };
      });
      const orgRole = { orgRoleId: roleId, orgRoleName: roleNameOf(roleId) };
      return { ...shownAsProvider(organisation), services: inOrder(here), ...orgRole };
    });
  const { email, givenName, familyName, status } = user;
  const person = { userId, email, givenName, familyName, userStatus: status };
  return { status: 200, body: { ...person, organisations: inOrder(listed) } };
}

/** What narrows the users of an organisation. */
export interface ModelFilter {
  roles?: readonly string[];
  email?: string;
  userId?: string;
}

export function expectedOrganisationUsers(
  model: AccessModel,
  client: string,
  identifier: string,
  filter: ModelFilter,
): Expected {
  const service = known(model.services, client);
  const having = (key: 'ukprn' | 'upin') =>
    [...model.organisations.values()].filter((each) => each[key] === identifier && !isHidden(each));
  const ofUkprn = having('ukprn');
  const [key, named] = ofUkprn.length > 0 ? ['ukprn', ofUkprn] : ['upin', having('upin')];
  if (named.length === 0) return refused(404);
  const allowed = named.filter((each) => admittedRoles(service, each, undefined) !== undefined);
  if (allowed.length === 0) return refused(403);
  const codesOf = new Map<string, Set<string>>();
  for (const { organisationId, userId, roles } of model.grants.get(client)?.values() ?? []) {
    if (!allowed.some(({ id }) => id === organisationId)) continue;
    codesOf.set(userId, new Set([...(codesOf.get(userId) ?? []), ...roles]));
  }
  const users = [...codesOf].flatMap(([userId, codes]) => {
    const { email, givenName, familyName, status } = known(model.users, userId);
    if (filter.userId !== undefined && filter.userId !== userId) return [];
    if (filter.email !== undefined && filter.email.toLowerCase() !== email.toLowerCase()) return [];
    if (filter.roles !== undefined && !filter.roles.some((code) => codes.has(code))) return [];
    return {
      email,
      firstName: givenName,
      lastName: familyName,
      userStatus: status,
      roles: [...codes].toSorted(),
    };
  });
  if (users.length === 0) return refused(404);
  return { status: 200, body: { [key as string]: identifier, users: inOrder(users) } };
}
