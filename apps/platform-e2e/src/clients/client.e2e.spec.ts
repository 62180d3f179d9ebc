import { randomUUID } from 'node:crypto';
import {
  type CallbackToVerify,
  createClient,
  type GatehouseClient,
  GatehouseProblem,
  verifyCallback,
  verifyWebhook,
} from '@gatehouse/client';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

let platform: PlatformProcess;
let receiver: CallbackReceiver;
let scene: Scene;
let client: GatehouseClient;
let userId: string;

/** A service that invited a user of an organisation, and may see all that this package reads. */
beforeAll(async () => {
  [platform, receiver] = await Promise.all([platformProcess(), callbackReceiver()]);
  const params = { canViewApproverReport: 'true' };
  scene = await makeScene(platform.url, platform.operator, { params });
  const { clientId, apiSecret, organisationId } = scene;
  client = createClient({ url: platform.url, clientId, apiSecret });
  const school = { name: 'Hill School', category: '001', status: 1, urn: '100000', ukprn: '10000001' };
  await platform.operator.put(`/manage/organisations/${organisationId}`, school);
  userId = await makeUser(platform.operator, 'known@example.org');
});
afterAll(async () => {
  await receiver?.close();
  await platform?.kill();
});

test('inviting, and the callback verified, also by the secret before a rotation', async () => {
  const { invitationId } = await client.invite({
    sourceId: 'é-1',
    given_name: 'Given',
    family_name: 'Family',
    email: 'known@example.org',
    organisation: scene.organisationId,
    callback: `${receiver.url}/known`,
  });
  expect(invitationId).toMatch(/^[0-9A-F-]{36}$/);
  const [callback] = await receiver.waitFor('/known');
  if (callback === undefined) throw new Error('no callback');
  const { apiSecret } = scene;
  const { headers, body } = callback;
  const said = {
    sub: userId,
    sourceId: 'é-1',
    deliveryId: expect.any(String),
    correlationId: expect.any(String),
  };
  expect(verifyCallback({ headers, body, secrets: [apiSecret] })).toEqual(said);

  const rotated = await platform.operator.post(`/manage/services/${scene.serviceId}/secret`);
  const secrets = [rotated.body.apiSecret, apiSecret];
  expect(verifyCallback({ headers, body, secrets })).toEqual(said);
  await expect(client.roles()).resolves.toHaveLength(1);

  // The token of a first attempt is by the newest secret: who has only the other takes the callback all the same.
  await eventually(async () => {
    const path = `/${randomUUID()}`;
    await client.invite({
      sourceId: path,
      given_name: 'Given',
      family_name: 'Family',
      email: 'known@example.org',
      organisation: scene.organisationId,
      callback: `${receiver.url}${path}`,
    });
    const [first] = await receiver.waitFor(path);
    for (const secret of secrets) {
      expect(verifyCallback({ ...first, secrets: [secret] } as CallbackToVerify)).toMatchObject({
        sub: userId,
      });
    }
  });
});

test('its invitations: found, too soon to be resent, and revoked', async () => {
  const email = 'new@example.org';
  const person = { sourceId: 'new-1', given_name: 'Given', family_name: 'Family', email };
  const { invitationId: id } = await client.invite(person);
  await eventually(async () => {
    const [found] = await Array.fromAsync(client.invitations({ email, status: 'open' }));
    expect(found).toMatchObject({ id, email, sourceId: 'new-1', userId: null, emailStatus: 'sent' });
    expect(await client.invitation(id)).toEqual(found);
  });
  expect(await Array.fromAsync(client.invitations({ sourceId: 'other' }))).toEqual([]);
  const tooSoon = { name: 'GatehouseProblem', status: 429, retryAfterSeconds: expect.any(Number) };
  await expect(client.resendInvitation(id)).rejects.toMatchObject(tooSoon);
  expect(await client.revokeInvitation(id)).toBe(true);
  await eventually(async () => expect(await client.invitation(id)).toMatchObject({ status: 'revoked' }));
  await expect(client.resendInvitation(id)).rejects.toMatchObject({ status: 409 });
  expect(await client.revokeInvitation(randomUUID())).toBe(false);
});

test('what it was sent, and once more', async () => {
  const filter = { kind: 'callback', status: 'delivered', since: new Date(Date.now() - 3_600_000) } as const;
  const [last] = await eventually(async () => {
    const found = await Array.fromAsync(client.deliveries(filter));
    expect(found).not.toEqual([]);
    return found;
  });
  if (last === undefined) throw new Error('nothing was delivered');
  const { clientId, serviceId } = scene;
  expect(last).toMatchObject({ kind: 'callback', serviceId, event: null, attempts: [{ status: 204 }] });
  expect(last.invitationId).toMatch(/^[0-9A-F-]{36}$/);
  expect(await client.delivery(last.id, clientId)).toEqual(last);
  expect(await client.delivery(randomUUID())).toBeUndefined();
  const { id, attempts } = last;
  const path = new URL(last.url ?? '').pathname;
  const before = receiver.at(path).length;
  expect(await client.redeliver(id)).toMatchObject({ id });
  await receiver.waitFor(path, before + 1);
  await eventually(async () => {
    const again = await client.delivery(id);
    expect(again).toMatchObject({ status: 'delivered' });
    expect(again?.attempts).toHaveLength(attempts.length + 1);
  });
  const { redelivered, more } = await client.redeliverAll({ status: 'failed', since: filter.since });
  expect({ redelivered, more }).toEqual({ redelivered: 0, more: false });
  const nothing = client.deliveries({ ...filter, until: new Date(0), since: new Date(0) });
  expect(await Array.fromAsync(nothing)).toEqual([]);
});

test('its webhook: registered, tested and verified, and removed', async () => {
  expect(await client.webhook()).toBeUndefined();
  const url = `${receiver.url}/hooks`;
  const webhook = await client.putWebhook({ url, events: ['user.updated'] });
  expect(webhook).toMatchObject({ url, events: ['user.updated'], status: 'enabled', failingSince: null });
  expect(await client.webhook()).toEqual(webhook);
  const { deliveryId } = await client.testWebhook('grant.changed');
  const [posted] = await receiver.waitFor('/hooks');
  if (posted === undefined) throw new Error('nothing was posted');
  const { headers, body } = posted;
  const { body: rotated } = await platform.operator.post(`/manage/services/${scene.serviceId}/secret`);
  expect(rotated.apiSecret).not.toBe(scene.apiSecret);
  const event = verifyWebhook({ headers, body, secrets: [rotated.apiSecret, scene.apiSecret] });
  expect(event).toMatchObject({ type: 'grant.changed', deliveryId, data: { version: 0, test: true } });
  expect(headers.authorization).toBeUndefined();
  expect(await client.removeWebhook()).toBe(true);
  expect(await client.removeWebhook()).toBe(false);
});

test('the user as each of the reads shows it', async () => {
  const { organisationId, serviceId } = scene;
  const access = await client.userAccess({ userId, organisationId });
  expect(access).toEqual({ userId, serviceId, organisationId, roles: [], identifiers: [] });
  expect(await client.userOrganisations(userId)).toMatchObject([{ id: organisationId, urn: '100000' }]);
  expect(await client.userOrganisationsV2(userId)).toMatchObject([{ id: organisationId, upin: null }]);
  expect(await client.organisationServices(userId)).toMatchObject({
    userId,
    organisations: [{ services: [{ name: 'School Meals' }] }],
  });
  expect(await client.roles()).toEqual([{ name: 'Reader', code: 'READER', status: 'Active' }]);
  expect(await client.organisationCategories()).toHaveLength(15);
  expect(await client.establishmentTypes()).not.toEqual([]);
  const stranger = randomUUID();
  expect(await client.userOrganisations(stranger)).toBeUndefined();
  expect(await client.userAccess({ userId: stranger, organisationId })).toBeUndefined();
});

test('lists: users, changes from a cursor, approvers, the users of an organisation', async () => {
  const { organisationId } = scene;
  await eventually(async () => {
    expect(await Array.fromAsync(client.users())).toMatchObject([
      { userId, organisation: { id: organisationId } },
    ]);
  });
  const now = await Array.fromAsync(client.users({ status: 1, from: new Date(Date.now() - 3_600_000) }));
  expect(now).toHaveLength(1);
  const [batch] = await Array.fromAsync(client.changes());
  expect(batch?.changes).toMatchObject([{ type: 'changed', userId }]);

  const membership = `/manage/users/${userId}/organisations/${organisationId}`;
  await platform.operator.put(membership, { roleId: 10_000 });
  await eventually(async () => {
    const [later] = await Array.fromAsync(client.changes(batch?.next));
    expect(later?.changes).toMatchObject([{ userId, record: { roleName: 'Approver' } }]);
  });
  await eventually(async () => {
    expect(await Array.fromAsync(client.approvers())).toMatchObject([{ userId, roleId: 10_000 }]);
  });
  const users = [{ email: 'known@example.org', userStatus: 1, roles: [] }];
  expect(await client.organisationUsers('10000001')).toMatchObject({ ukprn: '10000001', users });
  expect(await client.organisationUsers('10000001', { email: 'other@example.org' })).toBeUndefined();
  await expect(Array.fromAsync(client.changes('no cursor'))).rejects.toMatchObject({ status: 400 });
});

test('announcements, and a refusal with its reasons', async () => {
  const said = { type: 1, title: 'Title', summary: 'Summary', body: 'Body' } as const;
  const messageId = randomUUID();
  const published = await client.publishAnnouncement({
    ...said,
    messageId,
    urn: 100000,
    publishedAt: new Date(0),
  });
  expect(published).toEqual({
    ...said,
    messageId: messageId.toUpperCase(),
    urn: '100000',
    publishedAt: '1970-01-01T00:00:00.000Z',
  });
  expect(await client.removeAnnouncement(messageId)).toBe(true);
  expect(await client.removeAnnouncement(messageId)).toBe(false);
  const refused = await client
    .publishAnnouncement({ ...said, messageId, uid: '9', publishedAt: 'yesterday' })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(GatehouseProblem);
  expect(refused).toMatchObject({
    status: 400,
    errors: ['publishedAt must be an ISO 8601 date', 'organisation does not exist'],
    correlationId: expect.any(String),
  });
});
