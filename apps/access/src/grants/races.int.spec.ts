import { grantId, type UserState } from '@gatehouse/contracts';
import { projectEntity } from '@gatehouse/entities';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type UserProjection, usersCollection } from '../people/users.store.ts';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { granting, membership, organisation, user } from '../testing/neighbours.ts';
import { grantsCollection } from './grants.store.ts';
import { serviceLinksCollection } from './service-links.store.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const detailsOf = (id: string, more: object = {}) => ({
  clientId: `c-${id.toLowerCase()}`.slice(0, 30),
  name: 'S',
  redirectUris: [],
  ...more,
});
async function makeService(): Promise<string> {
  const id = newId();
  expect((await access.operator('PUT', `/manage/services/${id}`, detailsOf(id))).status).toBe(201);
  return id;
}

async function makeMember() {
  const [userId, organisationId] = [newId(), newId()];
  const since = Date.now();
  await access.neighbours.organisation(since, organisation(organisationId));
  await access.neighbours.user(since, user(userId, { memberships: [membership(organisationId, since)] }));
  await eventually(async () => {
    const { status } = await access.operator(
      'GET',
      `/manage/users/${userId}/organisations/${organisationId}/services`,
    );
    expect(status).toBe(200);
  });
  return { userId, organisationId, since };
}

test('a role is never both removed and granted, whoever comes first', async () => {
  const serviceId = await makeService();
  const role = `/manage/services/${serviceId}/roles/A`;
  const { userId, organisationId } = await makeMember();
  const grant = `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
  for (let round = 0; round < 20; round++) {
    await access.operator('PUT', role, { name: 'A' });
    const put = () => access.operator('PUT', grant, { roles: ['A'] });
    const remove = () => access.operator('DELETE', role);
    const [first, second] = round % 2 === 0 ? [put, remove] : [remove, put];
    const begun = first();
    for (let turn = 0; turn < round; turn++) await new Promise(setImmediate);
    const both = [begun, second()];
    const [putting, removing] = await Promise.all(round % 2 === 0 ? both : both.toReversed());
    const statuses = `${putting?.status} ${removing?.status}`;
    expect(['201 409', '400 204', '400 409']).toContain(statuses);
    const held = (await access.operator('GET', grant)).body?.roles ?? [];
    const isThere = (await access.operator('GET', role)).status === 200;
    if (!isThere) expect(held).toEqual([]);
    await access.operator('DELETE', grant);
  }
});

test('a grant to a member who was taken out and in again a moment ago stays', async () => {
  const serviceId = await makeService();
  const { userId, organisationId } = await makeMember();
  const grant = `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
  for (let round = 1; round <= 20; round++) {
    // Later than the grant of the round before, whose membership this was not.
    const [out, again] = [Date.now() + 1, Date.now() + 2];
    await access.neighbours.user(out, user(userId));
    await access.neighbours.user(again, user(userId, { memberships: [membership(organisationId, again)] }));
    expect((await access.operator('PUT', grant, { roles: [] })).status).toBe(201);
    expect((await access.operator('GET', grant)).status).toBe(200);
  }
  await access.neighbours.user(Date.now() + 10, user(userId));
  expect((await access.operator('PUT', grant, { roles: [] })).status).toBe(409);
});

test('while the active projection is older than the one that a grant was decided from, nobody decides it again', async () => {
  const serviceId = await makeService();
  const { userId, organisationId, since } = await makeMember();
  const grant = `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
  expect((await access.operator('PUT', grant, { roles: [] })).status).toBe(201);
  const grants = access.store.collection(grantsCollection);
  const previous = await grants.get(grantId(serviceId, organisationId, userId));
  if (previous === undefined) throw new Error('no such grant');
  const document = { ...previous, version: previous.version + 1, userVersion: since + 1 };
  await grants.write({ previous, document, events: [] });
  const refused = await access.operator('PUT', grant, { roles: [] });
  expect(refused).toMatchObject({ status: 503 });
  expect(refused.headers).toHaveProperty('retry-after');
  const commandRequest = granting(newId(), { serviceId, userId, organisationId, userVersion: since });
  await access.neighbours.granting(1, commandRequest);
  await access.neighbours.user(since + 1, user(userId, { memberships: [membership(organisationId, since)] }));
  expect((await access.operator('PUT', grant, { roles: [] })).status).toBe(200);
  const serviceLinks = access.store.collection(serviceLinksCollection);
  await eventually(async () => expect((await serviceLinks.get(commandRequest.id))?.state.granted).toBe(true));
});

test('two services put below each other at once do not both stay there', async () => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = [await makeService(), await makeService()];
    await Promise.all([
      access.operator('PUT', `/manage/services/${a}`, detailsOf(a, { parentId: b })),
      access.operator('PUT', `/manage/services/${b}`, detailsOf(b, { parentId: a })),
    ]);
    const [ofA, ofB] = await Promise.all(
      [a, b].map(async (id) => (await access.operator('GET', `/manage/services/${id}`)).body.parentId),
    );
    expect(ofA !== undefined && ofB !== undefined).toBe(false);
  }
});

test('one secret is shown, however many make the same service at once', async () => {
  const id = newId();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => access.operator('PUT', `/manage/services/${id}`, detailsOf(id))),
  );
  expect(answers.filter(({ body }) => body.apiSecret !== undefined)).toHaveLength(1);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
});

test('grants are removed also where the process ended between the projection and them', async () => {
  const serviceId = await makeService();
  const { userId, organisationId, since } = await makeMember();
  const grant = `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
  expect((await access.operator('PUT', grant, {})).status).toBe(201);
  const without = user(userId);
  const users = await access.store.add(usersCollection);
  await projectEntity<UserState, UserProjection>(users, Date.now, {
    entityVersion: since + 1,
    state: without,
    keys: {},
  });
  expect((await access.operator('GET', grant)).status).toBe(200);
  await access.neighbours.user(since + 1, without);
  await eventually(async () => expect((await access.operator('GET', grant)).status).toBe(404));
});
