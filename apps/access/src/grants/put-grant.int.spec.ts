import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const accessOf = (userId: string, organisationId: string, serviceId: string) =>
  access.operator('GET', `/services/${serviceId}/organisations/${organisationId}/users/${userId}`);

describe('the operator grants', () => {
  test('made 201, replaced 200, read, listed, removed 204, then 404', async () => {
    const { id: serviceId } = await make.service();
    await access.operator('PUT', `/manage/services/${serviceId}/roles/A`, { name: 'Role A' });
    const { userId, organisationId } = await make.member();
    const path = grantPath(userId, organisationId, serviceId);
    const body = { roles: ['A', 'A'], identifiers: [{ key: 'k', value: 'v' }] };
    const made = await access.operator('PUT', path.toLowerCase(), body);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({ id: serviceId, roles: ['A'], identifiers: body.identifiers });
    expect((await access.operator('PUT', path, body)).status).toBe(200);
    expect((await access.operator('GET', path)).body).toEqual(made.body);
    const list = await access.operator('GET', path.slice(0, path.lastIndexOf('/')));
    expect(list.body).toEqual({ services: [made.body], numberOfRecords: 1, page: 1, numberOfPages: 1 });
    expect((await accessOf(userId, organisationId, serviceId)).body).toEqual({
      userId,
      serviceId,
      organisationId,
      roles: [{ id: expect.any(String), name: 'Role A', code: 'A', numericId: '1', status: { id: 1 } }],
      identifiers: body.identifiers,
    });
    expect((await access.operator('PUT', path, {})).body).toEqual({
      id: serviceId,
      roles: [],
      identifiers: [],
    });
    expect((await access.operator('DELETE', path)).status).toBe(204);
    expect((await access.operator('DELETE', path)).status).toBe(404);
    expect((await access.operator('GET', path)).status).toBe(404);
    expect((await accessOf(userId, organisationId, serviceId)).status).toBe(404);
    expect((await access.operator('PUT', path, body)).status).toBe(201);
  });

  test('404 for what the path names and is not there, 409 without a membership', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId } = await make.member();
    const other = newId();
    await access.neighbours.organisation(1, organisation(other));
    const answers = await Promise.all(
      [
        grantPath(newId(), organisationId, serviceId),
        grantPath(userId, newId(), serviceId),
        grantPath(userId, organisationId, newId()),
        grantPath('x', organisationId, serviceId),
        grantPath(userId, other, serviceId),
      ].map((path) => access.operator('PUT', path, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 409]);
  });

  test('a membership that becomes known meanwhile is waited for', async () => {
    const { id: serviceId } = await make.service();
    const [userId, organisationId] = [newId(), newId()];
    const answer = access.operator('PUT', grantPath(userId, organisationId, serviceId), {});
    await access.neighbours.organisation(1, organisation(organisationId));
    await access.neighbours.user(5, user(userId));
    await access.neighbours.user(6, user(userId, { memberships: [membership(organisationId, 6)] }));
    expect((await answer).status).toBe(201);
  });

  test('faults of the body name their field', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId } = await make.member();
    const put = (body: object) => access.operator('PUT', grantPath(userId, organisationId, serviceId), body);
    await eventually(async () => expect((await put({})).status).toBeLessThan(300));
    const faulty = {
      roles: ['not a code', 5],
      identifiers: [
        { key: '', value: 'v'.repeat(256) },
        { key: 'k', value: 'a\nb', more: 1 },
      ],
      extra: true,
    };
    expect((await put(faulty)).body.errors.map((error: string) => error.split(':')[0])).toEqual([
      'roles[0]',
      'roles[1]',
      'identifiers[0].key',
      'identifiers[0].value',
      'identifiers[1].value',
      'identifiers[1].more',
      'extra',
    ]);
    expect((await put({ identifiers: Array(26).fill({ key: 'k', value: 'v' }) })).body.errors).toEqual([
      'identifiers: should have at most 25 entries',
    ]);
    expect((await put({ roles: ['Nope'] })).body.errors).toEqual(['roles[0]: the service has no such role']);
  });

  test('an inactive role is not granted again, is kept where it is held, and shows as status 0', async () => {
    const { id: serviceId } = await make.service();
    const { userId, organisationId } = await make.member();
    const put = (body: object) => access.operator('PUT', grantPath(userId, organisationId, serviceId), body);
    const role = (code: string, status: string) =>
      access.operator('PUT', `/manage/services/${serviceId}/roles/${code}`, { name: code, status });
    await role('A', 'Active');
    await role('B', 'Inactive');
    expect((await put({ roles: ['A'] })).status).toBe(201);
    await role('A', 'Inactive');
    expect((await put({ roles: ['A', 'B'] })).body.errors).toEqual(['roles[1]: the role B is inactive']);
    expect((await put({ roles: ['A'], identifiers: [{ key: 'k', value: 'v' }] })).status).toBe(200);
    const { body } = await accessOf(userId, organisationId, serviceId);
    expect(body.roles[0].status).toEqual({ id: 0 });
  });

  test('policies: outside them 400 naming them, roles outside the admitted ones too; later changes remove none', async () => {
    const { id: serviceId } = await make.service();
    for (const code of ['A', 'B']) {
      await access.operator('PUT', `/manage/services/${serviceId}/roles/${code}`, { name: code });
    }
    const policy = (value: string) =>
      access.operator('PUT', `/manage/services/${serviceId}/policies/schools`, {
        name: 'Schools only',
        conditions: [{ field: 'organisation.category.id', operator: 'is', value: [value] }],
        roles: ['A'],
      });
    await policy('001');
    const school = await make.member();
    const authority = await make.member({ category: '002' });
    const refused = await access.operator(
      'PUT',
      grantPath(authority.userId, authority.organisationId, serviceId),
      {},
    );
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual(['The policy "Schools only" does not admit this user here']);
    const put = (body: object) =>
      access.operator('PUT', grantPath(school.userId, school.organisationId, serviceId), body);
    const outside = await put({ roles: ['A', 'B'] });
    expect(outside.status).toBe(400);
    expect(outside.body.errors).toEqual([
      'roles[1]: no policy admits this user to the role B ("Schools only")',
    ]);
    expect((await put({ roles: ['A'] })).status).toBe(201);
    await policy('010');
    expect((await put({ roles: ['A'] })).status).toBe(200);
    expect((await accessOf(school.userId, school.organisationId, serviceId)).status).toBe(200);
  });

  test('a role that grants hold is not removed', async () => {
    const { id: serviceId } = await make.service();
    for (const code of ['A', 'B', 'C']) {
      await access.operator('PUT', `/manage/services/${serviceId}/roles/${code}`, { name: code });
    }
    for (const roles of [['A'], ['A', 'B'], [], ['C']]) {
      const { userId, organisationId } = await make.member();
      expect(
        (await access.operator('PUT', grantPath(userId, organisationId, serviceId), { roles })).status,
      ).toBe(201);
    }
    const { userId, organisationId } = await make.member();
    const path = grantPath(userId, organisationId, serviceId);
    await access.operator('PUT', path, { roles: ['C', 'B'] });
    for (const code of ['A', 'B', 'C']) {
      expect((await access.operator('DELETE', `/manage/services/${serviceId}/roles/${code}`)).status).toBe(
        409,
      );
    }
    await access.operator('PUT', path, { roles: ['C'] });
    expect((await access.operator('DELETE', `/manage/services/${serviceId}/roles/B`)).status).toBe(409);
  });
});
