import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { introductionsCollection } from './stores/introductions.ts';
import { type AccessUnderTest, startAccessUnderTest } from './testing/access-under-test.ts';
import { createMaking, grantPath } from './testing/making.ts';
import { granting, membership, organisation, user } from './testing/neighbours.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const accessOf = (userId: string, organisationId: string, serviceId: string) =>
  access.operator('GET', `/services/${serviceId}/organisations/${organisationId}/users/${userId}`);

describe('an invitation asks to be granted', () => {
  const introduction = (id: string) => access.store.collection(introductionsCollection).get(id);
  const answered = (id: string) =>
    eventually(async () => {
      const found = await introduction(id);
      if (found === undefined) throw new Error('not yet answered');
      return found;
    });

  test('the grant is there when the answer is; the same ask again changes nothing', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId, since } = await make.member();
    const ask = granting(newId(), { serviceId, userId, organisationId, userVersion: since });
    await access.neighbours.granting(1, ask);
    const answer = await answered(ask.id);
    expect(answer.state).toMatchObject({
      askId: ask.ask.id,
      serviceId,
      userId,
      organisationId,
      outcome: 'introduced',
      granted: true,
    });
    expect((await accessOf(userId, organisationId, serviceId)).body).toMatchObject({
      roles: [],
      identifiers: [],
    });
    await access.operator('DELETE', grantPath(userId, organisationId, serviceId));
    await access.neighbours.granting(1, ask);
    await access.neighbours.granting(2, { ...ask, ask: { ...ask.ask, at: new Date().toISOString() } });
    const next = granting(newId(), { serviceId, userId, userVersion: since });
    await access.neighbours.granting(1, next);
    await answered(next.id);
    expect((await introduction(ask.id))?.version).toBe(answer.version);
    expect((await accessOf(userId, organisationId, serviceId)).status).toBe(404);
  });

  test('it waits for the copy of the user to be as new as directory answered', async () => {
    const { id: serviceId } = await make.service();
    const [userId, organisationId] = [newId(), newId()];
    const version = Date.now();
    await access.neighbours.organisation(version, organisation(organisationId));
    await access.neighbours.user(version, user(userId));
    const ask = granting(newId(), { serviceId, userId, organisationId, userVersion: version + 1 });
    await access.neighbours.granting(1, ask);
    await eventually(async () => {
      const reads = await access.operator('GET', grantPath(userId, organisationId, '').replace(/\/$/, ''));
      expect(reads.status).toBe(200);
    });
    expect(await introduction(ask.id)).toBeUndefined();
    await access.neighbours.user(
      version + 1,
      user(userId, { memberships: [membership(organisationId, version + 1)] }),
    );
    expect((await answered(ask.id)).state.outcome).toBe('introduced');
    expect((await accessOf(userId, organisationId, serviceId)).status).toBe(200);
  });

  test('outside the policies, or without the membership, nothing is granted, and it is answered', async () => {
    const { id: serviceId } = await make.service();
    await access.operator('PUT', `/manage/services/${serviceId}/policies/p`, {
      name: 'Approvers',
      conditions: [{ field: 'organisation.role.id', operator: 'is', value: ['10000'] }],
      roles: [],
    });
    const { userId, organisationId, since } = await make.member();
    for (const place of [organisationId, newId()]) {
      const ask = granting(newId(), { serviceId, userId, organisationId: place, userVersion: since });
      await access.neighbours.granting(1, ask);
      expect((await answered(ask.id)).state).toMatchObject({ outcome: 'introduced', granted: false });
      expect((await accessOf(userId, place, serviceId)).status).toBe(404);
    }
  });

  test('a removed user answers as removed', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId, since } = await make.member();
    const removedAt = new Date().toISOString();
    await access.neighbours.user(since + 5, { id: userId, answered: [], state: 'removed', removedAt });
    const ask = granting(newId(), { serviceId, userId, organisationId, userVersion: since + 5 });
    await access.neighbours.granting(1, ask);
    expect((await answered(ask.id)).state.outcome).toBe('user-removed');
    expect((await access.client(serviceId, `/users/${userId}/organisations`)).status).toBe(404);
  });

  test('an id put again is another person: not shown to who invited the former, and what was asked for them is not done', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId, since } = await make.member();
    const isShown = () => access.client(serviceId, `/users/${userId}/organisationservices`);
    const invite = async (userVersion: number) => {
      const ask = granting(newId(), { serviceId, userId, userVersion });
      await access.neighbours.granting(1, ask);
      return (await answered(ask.id)).state.outcome;
    };
    expect(await invite(since)).toBe('introduced');
    expect((await isShown()).status).toBe(200);

    const removedAt = new Date().toISOString();
    await access.neighbours.user(since + 1, { id: userId, answered: [], state: 'removed', removedAt });
    const memberships = [membership(organisationId, since + 3)];
    await access.neighbours.user(since + 3, user(userId, { since: since + 2, memberships }));
    await eventually(async () => {
      const path = grantPath(userId, organisationId, serviceId);
      expect((await access.operator('PUT', path, {})).status).toBe(201);
      expect((await access.operator('DELETE', path)).status).toBe(204);
    });
    expect((await isShown()).status).toBe(404);
    expect(await invite(since)).toBe('user-removed');
    expect((await isShown()).status).toBe(404);

    const at = new Date(since + 2).toISOString();
    const ofOlderRelease = {
      id: newId(),
      askId: newId(),
      serviceId,
      userId,
      outcome: 'introduced',
      at,
    } as const;
    const document = { _id: ofOlderRelease.id, version: 1, state: ofOlderRelease };
    const introductions = access.store.collection(introductionsCollection);
    await introductions.write({ document, events: [] });
    expect((await isShown()).status).toBe(200);
    await introductions.purge([ofOlderRelease.id]);
    expect((await isShown()).status).toBe(404);

    expect(await invite(since + 3)).toBe('introduced');
    expect((await isShown()).status).toBe(200);
  });
});
