import type { GrantState, ServiceState, UserState } from '@gatehouse/contracts';
import { projectEntity } from '@gatehouse/entities';
import { newId } from '@gatehouse/runtime';
import type { Document } from '@gatehouse/store';
import { vanishingStore } from '@gatehouse/store/testing';
import { eventually } from '@gatehouse/testing';
import { type UserProjection, usersCollection } from './people/users.store.ts';
import { type AccessUnderTest, startAccessUnderTest } from './testing/access-under-test.ts';
import { membership, organisation, user } from './testing/neighbours.ts';

/** Whatever was written is what a request is answered by, also where the store goes away right behind the write. */
describe('a store that goes away once a request has written', () => {
  const vanishing = vanishingStore();
  let access: AccessUnderTest;
  beforeAll(async () => {
    access = await startAccessUnderTest({ throughStore: vanishing.through });
  });
  afterEach(() => vanishing.comeBack());
  afterAll(() => access.close());

  const goWith = (collection: string, matches: (state: GrantState & ServiceState) => boolean) =>
    vanishing.goAfter(
      (document: Document, name) =>
        name === collection && matches((document as unknown as { state: GrantState & ServiceState }).state),
    );
  const details = (id: string, more = {}) => ({
    ...{ clientId: `c-${id.toLowerCase()}`.slice(0, 30), name: 'S', redirectUris: [] },
    ...more,
  });
  async function makeService(): Promise<string> {
    const id = newId();
    expect((await access.operator('PUT', `/manage/services/${id}`, details(id))).status).toBe(201);
    return id;
  }

  test('a grant is answered 201, and reconciled once the store is back', async () => {
    const serviceId = await makeService();
    const [userId, organisationId] = [newId(), newId()];
    const since = Date.now();
    await access.neighbours.organisation(since, organisation(organisationId));
    await access.neighbours.user(since, user(userId, { memberships: [membership(organisationId, since)] }));
    const path = `/manage/users/${userId}/organisations/${organisationId}/services/${serviceId}`;
    goWith('grants', ({ state }) => state === 'granted');
    const answer = await access.operator('PUT', path, {});
    expect(vanishing.isAway).toBe(true);
    expect([answer.status, answer.body]).toEqual([201, { id: serviceId, roles: [], identifiers: [] }]);

    // The membership ended just before, which nobody else looks at again.
    const users = await access.store.add(usersCollection);
    const copy = { entityVersion: since + 1, state: user(userId), keys: {} };
    await projectEntity<UserState, UserProjection>(users, Date.now, copy);
    vanishing.comeBack();
    expect((await access.operator('GET', path)).status).toBe(200);
    await eventually(async () => expect((await access.operator('GET', path)).status).toBe(404));
  });

  test('the removal of a role is answered 204', async () => {
    const id = await makeService();
    const role = `/manage/services/${id}/roles/A`;
    expect((await access.operator('PUT', role, { name: 'A' })).status).toBe(201);
    goWith('services', (state) => state.id === id);
    const { status } = await access.operator('DELETE', role);
    expect(vanishing.isAway).toBe(true);
    expect(status).toBe(204);
    vanishing.comeBack();
    expect((await access.operator('GET', role)).status).toBe(404);
  });

  test('a service put below another is answered 200', async () => {
    const [id, parentId] = [await makeService(), await makeService()];
    goWith('services', (state) => state.id === id);
    const { status, body } = await access.operator(
      'PUT',
      `/manage/services/${id}`,
      details(id, { parentId }),
    );
    expect(vanishing.isAway).toBe(true);
    expect([status, body.parentId]).toEqual([200, parentId]);
    vanishing.comeBack();
    expect((await access.operator('GET', `/manage/services/${id}`)).body.parentId).toBe(parentId);
  });
});
