import type { AccessModel } from './access-model.ts';
import {
  type Expected,
  expectedAccess,
  expectedOrganisationServices,
  expectedOrganisations,
  expectedOrganisationUsers,
  expectedRoles,
  inOrder,
  type ModelFilter,
} from './expected-answers.ts';
import type { Tally } from './tally.ts';

/** Reads a path as a service's client. */
export type Read = (serviceId: string, path: string) => Promise<{ status: number; body: unknown }>;

export interface Comparing {
  read: Read;
  model: AccessModel;
  tally: Tally;
}

// biome-ignore lint/suspicious/noExplicitAny: what is compared is whatever came
type Body = any;

/** Lists in an order of their own; roles without what the platform chooses. */
const ordered: Record<string, (body: Body) => unknown> = {
  list: (body) => inOrder(body),
  access: (body) => ({
    ...body,
    roles: inOrder(
      body.roles.map(({ id: _id, numericId: _number, ...role }: Body) => ({
        code: role.code,
        name: role.name,
        status: role.status,
      })),
    ),
  }),
  services: (body) => ({
    ...body,
    organisations: inOrder(
      body.organisations.map(({ services, orgRoleId, orgRoleName, ...organisation }: Body) => ({
        ...organisation,
        services: inOrder(
          services.map(({ name, description, roles }: Body) => ({
            name,
            description,
            roles: inOrder(roles.map((role: Body) => ({ code: role.code, name: role.name }))),
          })),
        ),
        orgRoleId,
        orgRoleName,
      })),
    ),
  }),
  users: ({ users, ...named }) => ({
    ...named,
    users: inOrder(users.map(({ roles, ...user }: Body) => ({ ...user, roles: roles.toSorted() }))),
  }),
};

/** The same members in the same order, so that lists of what is equal are in one order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
}

/** Two bodies that are equal but for the order of their lists are given as equal. */
const alike = (kind: keyof typeof ordered, body: unknown) => canonical(ordered[kind]?.(canonical(body)));

async function compare(
  { read, tally }: Comparing,
  [endpoint, client, path]: readonly [string, string, string],
  kind: keyof typeof ordered,
  expected: Expected,
): Promise<void> {
  const { status, body } = await read(client, path);
  const got = { status, ...(status === 200 && { body: alike(kind, body) }) };
  const wanted = {
    status: expected.status,
    ...(expected.status === 200 && { body: alike(kind, expected.body) }),
  };
  tally.check(endpoint, `${path} by ${client}`, got, wanted);
}

export async function compareRoles(comparing: Comparing, client: string, serviceId: string): Promise<void> {
  const path = `/services/${serviceId}/roles`;
  const expected = expectedRoles(comparing.model, client, serviceId);
  await compare(comparing, ['/services/{id}/roles', client, path], 'list', expected);
}

export async function compareAccess(
  comparing: Comparing,
  client: string,
  [serviceId, organisationId, userId]: readonly [string, string, string],
): Promise<void> {
  const path = `/services/${serviceId}/organisations/${organisationId}/users/${userId}`;
  const expected = expectedAccess(comparing.model, client, [serviceId, organisationId, userId]);
  const endpoint = '/services/{id}/organisations/{id}/users/{id}';
  await compare(comparing, [endpoint, client, path], 'access', expected);
}

/** The three reads of one user. */
export async function compareUser(comparing: Comparing, client: string, userId: string): Promise<void> {
  const { model } = comparing;
  const at = (what: string) => [`/users/{id}/${what}`, client, `/users/${userId}/${what}`] as const;
  await compare(comparing, at('organisations'), 'list', expectedOrganisations(model, client, userId, 1));
  await compare(comparing, at('v2/organisations'), 'list', expectedOrganisations(model, client, userId, 2));
  const services = expectedOrganisationServices(model, client, userId);
  await compare(comparing, at('organisationservices'), 'services', services);
}

export async function compareOrganisationUsers(
  comparing: Comparing,
  client: string,
  identifier: string,
  filter: ModelFilter = {},
): Promise<void> {
  const query = new URLSearchParams();
  if (filter.roles !== undefined) query.set('roles', filter.roles.join(','));
  if (filter.email !== undefined) query.set('email', filter.email);
  if (filter.userId !== undefined) query.set('userId', filter.userId);
  const path = `/organisations/${identifier}/users${query.size === 0 ? '' : `?${query}`}`;
  const expected = expectedOrganisationUsers(comparing.model, client, identifier, filter);
  const narrowed = query.size === 0 ? '' : `?${[...query.keys()].join('&')}`;
  await compare(comparing, [`/organisations/{id}/users${narrowed}`, client, path], 'users', expected);
}
