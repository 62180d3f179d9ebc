import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { granting, membership, organisation, user } from '../testing/neighbours.ts';
import { serviceLinksCollection } from './service-links.store.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const accessOf = (userId: string, organisationId: string, serviceId: string) =>
  access.operator('GET', `/services/${serviceId}/organisations/${organisationId}/users/${userId}`);

describe('an invitation requests a grant', () => {
  const serviceLink = (id: string) => access.store.collection(serviceLinksCollection).get(id);
  const answered = (id: string) =>
    eventually(async () => {
      const found = await serviceLink(id);
      if (found === undefined) throw new Error('not yet answered');
      return found;
    });

  test('the grant exists when the reply does; the same request again changes nothing', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId, since } = await make.member();
    const commandRequest = granting(newId(), { serviceId, userId, organisationId, userVersion: since });
    await access.neighbours.granting(1, commandRequest);
    const answer = await answered(commandRequest.id);
    expect(answer.state).toMatchObject({
      commandRequestId: commandRequest.commandRequest.id,
      serviceId,
      userId,
      organisationId,
      outcome: 'linked',
      granted: true,
    });
    expect((await accessOf(userId, organisationId, serviceId)).body).toMatchObject({
      roles: [],
      identifiers: [],
    });
    await access.operator('DELETE', grantPath(userId, organisationId, serviceId));
    await access.neighbours.granting(1, commandRequest);
    await access.neighbours.granting(2, {
      ...commandRequest,
      commandRequest: { ...commandRequest.commandRequest, at: new Date().toISOString() },
    });
    const next = granting(newId(), { serviceId, userId, userVersion: since });
    await access.neighbours.granting(1, next);
    await answered(next.id);
    expect((await serviceLink(commandRequest.id))?.version).toBe(answer.version);
    expect((await accessOf(userId, organisationId, serviceId)).status).toBe(404);
  });

  test('it waits for the projection of the user to be as new as directory answered', async () => {
    const { id: serviceId } = await make.service();
    const [userId, organisationId] = [newId(), newId()];
    const version = Date.now();
    await access.neighbours.organisation(version, organisation(organisationId));
    await access.neighbours.user(version, user(userId));
    const commandRequest = granting(newId(), { serviceId, userId, organisationId, userVersion: version + 1 });
    await access.neighbours.granting(1, commandRequest);
    await eventually(async () => {
      const reads = await access.operator('GET', grantPath(userId, organisationId, '').replace(/\/$/, ''));
      expect(reads.status).toBe(200);
    });
    expect(await serviceLink(commandRequest.id)).toBeUndefined();
    await access.neighbours.user(
      version + 1,
      user(userId, { memberships: [membership(organisationId, version + 1)] }),
    );
    expect((await answered(commandRequest.id)).state.outcome).toBe('linked');
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
      const commandRequest = granting(newId(), {
        serviceId,
        userId,
        organisationId: place,
        userVersion: since,
      });
      await access.neighbours.granting(1, commandRequest);
      expect((await answered(commandRequest.id)).state).toMatchObject({ outcome: 'linked', granted: false });
      expect((await accessOf(userId, place, serviceId)).status).toBe(404);
    }
  });

  test('a removed user answers as removed', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId, since } = await make.member();
    const removedAt = new Date().toISOString();
    await access.neighbours.user(since + 5, { id: userId, answered: [], state: 'removed', removedAt });
    const commandRequest = granting(newId(), { serviceId, userId, organisationId, userVersion: since + 5 });
    await access.neighbours.granting(1, commandRequest);
    expect((await answered(commandRequest.id)).state.outcome).toBe('user-removed');
    expect((await access.client(serviceId, `/users/${userId}/organisations`)).status).toBe(404);
  });

  test('an id put again is another person: not shown to who invited the former, whose requests come to nothing', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId, since } = await make.member();
    const isShown = () => access.client(serviceId, `/users/${userId}/organisationservices`);
    const invite = async (userVersion: number) => {
      const commandRequest = granting(newId(), { serviceId, userId, userVersion });
      await access.neighbours.granting(1, commandRequest);
      return (await answered(commandRequest.id)).state.outcome;
    };
    expect(await invite(since)).toBe('linked');
    expect((await isShown()).status).toBe(200);

    const removedAt = new Date().toISOString();
    await access.neighbours.user(since + 1, { id: userId, answered: [], state: 'removed', removedAt });
    const memberships = [membership(organisationId, since + 3)];
    await access.neighbours.user(since + 3, user(userId, { incarnation: since + 2, memberships }));
    await eventually(async () => {
      const path = grantPath(userId, organisationId, serviceId);
      expect((await access.operator('PUT', path, {})).status).toBe(201);
      expect((await access.operator('DELETE', path)).status).toBe(204);
    });
    expect((await isShown()).status).toBe(404);
    expect(await invite(since)).toBe('user-removed');
    expect((await isShown()).status).toBe(404);

    expect(await invite(since + 3)).toBe('linked');
    expect((await isShown()).status).toBe(200);
  });
});
