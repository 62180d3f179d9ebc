import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { granting } from '../testing/neighbours.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const remove = (id: string) => access.operator('DELETE', `/manage/services/${id}`);
const read = (id: string) => access.operator('GET', `/manage/services/${id}`);

/** The last state of a service that the log has. */
async function lastEvent(id: string) {
  const states: { version: number; state: Record<string, unknown> }[] = [];
  const reader = await access.eventLog.consume({
    topics: ['access.services.v1'],
    async handle(records) {
      for (const { key, value } of records) if (key === id) states.push(JSON.parse(value).data);
    },
  });
  await reader.caughtUp;
  await reader.close();
  return states.at(-1);
}

describe('204', () => {
  test('nothing is left of it but its id, and its client id is free at once', async () => {
    const { id, clientId } = await make.service({ description: 'By mistake' });
    await make.role(id, 'R');
    const before = (await access.operator('GET', '/manage/services')).body.numberOfRecords;
    const answer = await remove(id.toLowerCase());
    expect(answer.status).toBe(204);
    expect(answer.headers['x-gatehouse-service-version']).toMatch(new RegExp(`^${id};[0-9]+$`));
    for (const path of ['', '/roles', '/policies', '/roles/R']) {
      expect((await access.operator('GET', `/manage/services/${id}${path}`)).status).toBe(404);
    }
    for (const [method, path, body] of [
      ['PUT', '/roles/R', { name: 'R' }],
      ['PUT', '/policies/p', { name: 'p', conditions: [], roles: [] }],
      ['POST', '/secret', {}],
      ['DELETE', '', undefined],
    ] as const) {
      expect((await access.operator(method, `/manage/services/${id}${path}`, body)).status).toBe(404);
    }
    const list = await access.operator('GET', '/manage/services?pageSize=500');
    expect(list.body.numberOfRecords).toBe(before - 1);
    expect(list.body.services.map((each: { id: string }) => each.id)).not.toContain(id);
    expect((await lastEvent(id))?.state).toEqual({
      ...{ id, clientId: '', name: '', status: 0, redirectUris: [], params: {} },
      ...{ roles: [], policies: [], secrets: [] },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String), removedAt: expect.any(String) },
    });
    const other = await access.operator('PUT', `/manage/services/${newId()}`, make.details(clientId));
    expect(other.status).toBe(201);
  });

  test('made again under its id it is new, and its versions go on', async () => {
    const { id, clientId, secret } = await make.service();
    await make.role(id, 'R');
    await remove(id);
    const removed = await lastEvent(id);
    const again = await access.operator('PUT', `/manage/services/${id}`, make.details(clientId));
    expect(again.status).toBe(201);
    expect(again.body.apiSecret).not.toBe(secret);
    expect((await access.operator('GET', `/manage/services/${id}/roles`)).body.roles).toEqual([]);
    const made = await lastEvent(id);
    expect(made?.version).toBeGreaterThan(removed?.version ?? 0);
    expect(made?.state).not.toHaveProperty('removedAt');
  });

  test('what referred to it once and does no more: a removed grant, another parent, a revoked invitation', async () => {
    const { id } = await make.service();
    const child = await make.service({ parentId: id });
    const { userId, organisationId } = await make.member();
    await access.operator('PUT', grantPath(userId, organisationId, id), {});
    await access.operator('DELETE', grantPath(userId, organisationId, id));
    await access.operator('PUT', `/manage/services/${child.id}`, make.details(child.clientId));
    const {
      commandRequest: _,
      inform: __,
      ...facts
    } = granting(newId(), { serviceId: id, userId, userVersion: 1 });
    const { userId: ___, userVersion: ____, ...invitation } = facts;
    const revoked = { ...invitation, status: 'revoked', reason: 'operator' } as const;
    await access.neighbours.invitation(1, { ...invitation, status: 'waiting', registrationId: newId() });
    expect((await remove(id)).status).toBe(409);
    await access.neighbours.invitation(2, revoked);
    expect((await remove(id)).status).toBe(204);
  });
});

describe('409 with kinds and counts', () => {
  test('grants, with roles and without', async () => {
    const { id } = await make.service();
    await make.role(id, 'R');
    for (const roles of [['R'], []]) {
      const { userId, organisationId } = await make.member();
      await access.operator('PUT', grantPath(userId, organisationId, id), { roles });
    }
    const { status, body } = await remove(id);
    expect([status, body.references]).toEqual([409, { grants: 2 }]);
    expect(body.detail).toBe('It cannot be deleted while this refers to it: 2 grants');
    expect((await read(id)).status).toBe(200);
  });

  test('child services', async () => {
    const { id } = await make.service();
    await make.service({ parentId: id });
    const { status, body } = await remove(id);
    expect([status, body.references]).toEqual([409, { childServices: 1 }]);
    expect(body.detail).toBe('It cannot be deleted while this refers to it: 1 child service');
  });

  test('an invitation that is under way, also for the service that only requested it; once accepted, the service link', async () => {
    const [requester, invited] = [await make.service(), await make.service()];
    const { userId, since } = await make.member();
    const id = newId();
    const invitation = granting(id, { serviceId: invited.id, userId, userVersion: since });
    const { commandRequest: _, inform: __, userVersion: ___, userId: ____, ...facts } = invitation;
    const waiting = {
      ...facts,
      audienceServiceId: requester.id,
      status: 'waiting',
      registrationId: newId(),
    } as const;
    await access.neighbours.invitation(1, waiting);
    for (const service of [requester, invited]) {
      expect((await remove(service.id)).body.references).toEqual({ invitations: 1 });
    }
    await access.neighbours.invitation(2, { ...waiting, status: 'expired' });
    expect((await remove(invited.id)).body.references).toEqual({ invitations: 1 });
    await access.neighbours.invitation(3, { ...invitation, audienceServiceId: requester.id });
    await eventually(async () => {
      expect((await remove(invited.id)).body.references).toEqual({ invitations: 1, serviceLinks: 1 });
    });
    const at = facts.createdAt;
    await access.neighbours.invitation(4, { ...facts, userId, status: 'accepted', acceptedAt: at });
    expect((await remove(invited.id)).body.references).toEqual({ serviceLinks: 1 });
    expect((await remove(requester.id)).status).toBe(204);
  });
});

test('401, 403 and 404', async () => {
  const { id } = await make.service();
  expect((await access.request(undefined, 'DELETE', `/manage/services/${id}`)).status).toBe(401);
  const client = { kind: 'client', serviceId: id, clientId: 'x' } as const;
  expect((await access.request(client, 'DELETE', `/manage/services/${id}`)).status).toBe(403);
  expect((await remove(newId())).status).toBe(404);
  expect((await remove('nonsense')).status).toBe(404);
  expect((await read(id)).status).toBe(200);
});

test('with a grant, or a child, made at the same moment: both never stand', async () => {
  for (let round = 0; round < 15; round++) {
    const { id } = await make.service();
    const { userId, organisationId } = await make.member();
    await eventually(async () => {
      expect(
        (await access.operator('GET', `/manage/users/${userId}/organisations/${organisationId}/services`))
          .status,
      ).toBe(200);
    });
    const grant = () => access.operator('PUT', grantPath(userId, organisationId, id), {});
    const childId = newId();
    const child = () =>
      access.operator('PUT', `/manage/services/${childId}`, make.details(`child-${round}`, { parentId: id }));
    const [other, { status }] = await Promise.all([round % 2 === 0 ? grant() : child(), remove(id)]);
    expect([204, 409]).toContain(status);
    const isThere = (await read(id)).status === 200;
    expect(isThere).toBe(status === 409);
    if (isThere) continue;
    expect([400, 404]).toContain(other.status);
    const referring = round % 2 === 0 ? grantPath(userId, organisationId, id) : `/manage/services/${childId}`;
    expect((await access.operator('GET', referring)).status).toBe(404);
  }
});
