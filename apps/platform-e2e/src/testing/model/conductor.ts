import { type ApiAnswer, type ApiClient, eventually } from '@gatehouse/testing';
import {
  type AccessModel,
  dropGrants,
  grantOf,
  isHidden,
  keyOf,
  known,
  type ModelOrganisation,
  type Span,
} from './access-model.ts';
import type { Command } from './commands.ts';
import { admittedRoles, statusOfGranting } from './model-policies.ts';

/** Who sends the commands. */
export interface Conducting {
  model: AccessModel;
  operator: ApiClient;
  /** The client of a service. */
  clientOf: (serviceId: string) => ApiClient;
}

type Doing<K extends Command['kind']> = Extract<Command, { kind: K }>;

const membershipPath = (userId: string, organisationId: string) =>
  `/manage/users/${userId}/organisations/${organisationId}`;

/** Makes a request; gives its time. Throws for an answer other than the model's. */
async function timed(
  what: string,
  send: () => Promise<ApiAnswer>,
  expected: number,
): Promise<Span & ApiAnswer> {
  const from = Date.now();
  const answer = await send();
  if (answer.status !== expected)
    throw new Error(`${what}: ${answer.status} for ${expected}, ${answer.text.slice(0, 300)}`);
  return { ...answer, from, to: Date.now() };
}

/** Executes a command on the platform and in the model. Throws where their answers differ. */
export async function carryOut(conducting: Conducting, command: Command): Promise<void> {
  switch (command.kind) {
    case 'put user':
      return putUser(conducting, command);
    case 'remove user':
      return removeUser(conducting, command);
    case 'put membership':
      return putMembership(conducting, command);
    case 'remove membership':
      return removeMembership(conducting, command);
    case 'put organisation':
      return putOrganisation(conducting, command);
    case 'put grant':
      return putGrant(conducting, command);
    case 'remove grant':
      return removeGrant(conducting, command);
    case 'put policy':
    case 'remove policy':
      return changePolicy(conducting, command);
    case 'put role':
      return putRole(conducting, command);
    case 'put service':
      return putService(conducting, command);
    case 'invite':
      return invite(conducting, command);
  }
}

async function putUser({ model, operator }: Conducting, command: Doing<'put user'>): Promise<void> {
  const { userId, email, givenName, status } = command;
  const current = model.users.get(userId);
  const body = { email, given_name: givenName, family_name: 'Family', status };
  const send = () => operator.put(`/manage/users/${userId}`, body);
  const { from, to } = await timed('put user', send, current === undefined ? 201 : 200);
  const isSame = current?.email === email && current.givenName === givenName && current.status === status;
  model.users.set(userId, {
    ...{ id: userId, email, givenName, familyName: 'Family', status },
    changed: isSame ? current.changed : { from, to },
    memberships: current?.memberships ?? new Map(),
  });
}

async function removeUser({ model, operator }: Conducting, { userId }: Doing<'remove user'>): Promise<void> {
  const user = model.users.get(userId);
  await timed(
    'remove user',
    () => operator.delete(`/manage/users/${userId}`),
    user === undefined ? 404 : 204,
  );
  for (const organisationId of user?.memberships.keys() ?? []) dropGrants(model, organisationId, userId);
  model.users.delete(userId);
  // A user made again under the id has no invitations.
  model.linked.delete(userId);
}

async function putMembership(conducting: Conducting, command: Doing<'put membership'>): Promise<void> {
  const { model, operator } = conducting;
  const { userId, organisationId, roleId } = command;
  const { memberships } = known(model.users, userId);
  const held = memberships.get(organisationId);
  // A change that no read shows cannot be awaited.
  if (held !== undefined && isHidden(known(model.organisations, organisationId))) return;
  const send = () => operator.put(membershipPath(userId, organisationId), { roleId });
  const { from, to } = await timed('put membership', send, held === undefined ? 201 : 200);
  memberships.set(organisationId, { roleId, changed: held?.roleId === roleId ? held.changed : { from, to } });
}

async function removeMembership(
  { model, operator }: Conducting,
  { userId, organisationId }: Doing<'remove membership'>,
): Promise<void> {
  const isThere = model.users.get(userId)?.memberships.delete(organisationId) ?? false;
  const path = membershipPath(userId, organisationId);
  await timed('remove membership', () => operator.delete(path), isThere ? 204 : 404);
  dropGrants(model, organisationId, userId);
}

async function putOrganisation(
  { model, operator }: Conducting,
  { organisationId, change }: Doing<'put organisation'>,
): Promise<void> {
  const current = known(model.organisations, organisationId);
  const next = { ...current, ...change } as ModelOrganisation;
  // Policies would go by a category that no read shows yet.
  const category = isHidden(current) && isHidden(next) ? current.category : next.category;
  const { id: _id, ...body } = { ...next, category };
  await timed('put organisation', () => operator.put(`/manage/organisations/${organisationId}`, body), 200);
  model.organisations.set(organisationId, { ...next, category });
}

async function putGrant({ model, operator }: Conducting, command: Doing<'put grant'>): Promise<void> {
  const { serviceId, userId, organisationId, roles, identifiers = [] } = command;
  const service = known(model.services, serviceId);
  const organisation = known(model.organisations, organisationId);
  const held = grantOf(model, serviceId, organisationId, userId);
  const user = known(model.users, userId);
  const expected = statusOfGranting(model, service, organisation, user, roles, held?.roles);
  const path = `${membershipPath(userId, organisationId)}/services/${serviceId}`;
  const { from, to } = await timed('put grant', () => operator.put(path, { roles, identifiers }), expected);
  if (expected >= 400) return;
  const isSame = JSON.stringify([held?.roles, held?.identifiers]) === JSON.stringify([roles, identifiers]);
  const grants = model.grants.get(serviceId) ?? new Map();
  model.grants.set(serviceId, grants);
  grants.set(keyOf(organisationId, userId), {
    ...{ serviceId, organisationId, userId, roles, identifiers },
    approved: held?.approved ?? { from, to },
    changed: held !== undefined && isSame ? held.changed : { from, to },
  });
}

async function removeGrant({ model, operator }: Conducting, command: Doing<'remove grant'>): Promise<void> {
  const { serviceId, userId, organisationId } = command;
  const isThere = model.grants.get(serviceId)?.delete(keyOf(organisationId, userId)) ?? false;
  const path = `${membershipPath(userId, organisationId)}/services/${serviceId}`;
  await timed('remove grant', () => operator.delete(path), isThere ? 204 : 404);
}

async function changePolicy(
  { model, operator }: Conducting,
  command: Doing<'put policy' | 'remove policy'>,
): Promise<void> {
  const { serviceId, policyId } = command;
  const { policies } = known(model.services, serviceId);
  const path = `/manage/services/${serviceId}/policies/${policyId}`;
  const isThere = policies.has(policyId);
  if (command.kind === 'remove policy') {
    await timed('remove policy', () => operator.delete(path), isThere ? 204 : 404);
    policies.delete(policyId);
    return;
  }
  const send = () => operator.put(path, { name: 'Policy', ...command.policy });
  await timed('put policy', send, isThere ? 200 : 201);
  policies.set(policyId, command.policy);
}

async function putRole(
  { model, operator }: Conducting,
  { serviceId, code, name, status }: Doing<'put role'>,
): Promise<void> {
  const { roles } = known(model.services, serviceId);
  const send = () => operator.put(`/manage/services/${serviceId}/roles/${code}`, { name, status });
  await timed('put role', send, roles.has(code) ? 200 : 201);
  roles.set(code, { name, status });
}

async function putService({ model, operator }: Conducting, command: Doing<'put service'>): Promise<void> {
  const { serviceId, params, parentId } = command;
  const current = known(model.services, serviceId);
  const { clientId, description } = current;
  const name = command.name ?? current.name;
  const redirectUris = ['https://service.example.org/done'];
  const body = { clientId, name, redirectUris, params, description, parentId };
  await timed('put service', () => operator.put(`/manage/services/${serviceId}`, body), 200);
  model.services.set(serviceId, { ...current, name, params, parentId });
}

/** Invites somebody who is a user already, and waits for the email that tells of it: then all is done. */
async function invite({ model, operator, clientOf }: Conducting, command: Doing<'invite'>): Promise<void> {
  const { serviceId, userId, organisationId } = command;
  const user = known(model.users, userId);
  const person = { sourceId: userId, given_name: 'Given', family_name: 'Family', email: user.email };
  const body = { ...person, ...(organisationId !== undefined && { organisation: organisationId }) };
  const service = known(model.services, serviceId);
  const organisation = organisationId === undefined ? undefined : known(model.organisations, organisationId);
  const isAllowed =
    organisation === undefined || admittedRoles(service, organisation, undefined) !== undefined;
  const informed = async () => {
    const { body } = await operator.get(`/manage/deliveries?serviceId=${serviceId}&status=delivered`);
    return body.numberOfRecords as number;
  };
  const before = await informed();
  const send = () => clientOf(serviceId).post(`/services/${serviceId}/invitations`, body);
  const { from } = await timed('invite', send, isAllowed ? 202 : 400);
  if (!isAllowed) return;
  await eventually(async () => {
    if ((await informed()) === before) throw new Error('the user is not informed yet');
  });
  const to = Date.now();
  model.linked.set(userId, (model.linked.get(userId) ?? new Set()).add(serviceId));
  if (organisation === undefined) return;
  const { memberships } = user;
  if (!memberships.has(organisation.id))
    memberships.set(organisation.id, { roleId: 0, changed: { from, to } });
  const isHeld = grantOf(model, serviceId, organisation.id, userId) !== undefined;
  if (isHeld || admittedRoles(service, organisation, user) === undefined) return;
  const grants = model.grants.get(serviceId) ?? new Map();
  model.grants.set(serviceId, grants);
  const ids = { serviceId, organisationId: organisation.id, userId };
  const span = { from, to };
  grants.set(keyOf(organisation.id, userId), {
    ...ids,
    roles: [],
    identifiers: [],
    approved: span,
    changed: span,
  });
}
