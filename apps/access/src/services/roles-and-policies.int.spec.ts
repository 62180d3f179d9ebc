import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking } from '../testing/making.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

describe('roles', () => {
  test('made with the next free number, replaced, listed, removed', async () => {
    const { id } = await make.service();
    const roles = `/manage/services/${id}/roles`;
    const made = await access.operator('PUT', `${roles}/A`, { name: 'First' });
    expect(made.status).toBe(201);
    expect(made.headers['x-gatehouse-service-version']).toContain(id);
    expect(made.body).toEqual({
      id: expect.any(String),
      code: 'A',
      name: 'First',
      numericId: '1',
      status: 'Active',
    });
    expect((await access.operator('PUT', `${roles}/B`, { name: 'B', numericId: '41' })).body.numericId).toBe(
      '41',
    );
    expect((await access.operator('PUT', `${roles}/a`, { name: 'Other case' })).body.numericId).toBe('42');
    const replaced = await access.operator('PUT', `${roles}/A`, { name: 'Renamed', status: 'Inactive' });
    expect(replaced.status).toBe(200);
    expect(replaced.body).toEqual({ ...made.body, name: 'Renamed', status: 'Inactive' });
    const { body } = await access.operator('GET', `${roles}?pageSize=2`);
    expect(body).toMatchObject({ numberOfRecords: 3, page: 1, numberOfPages: 2 });
    expect(body.roles.map(({ code }: { code: string }) => code)).toEqual(['A', 'B']);
    expect((await access.operator('DELETE', `${roles}/B`)).status).toBe(204);
    expect((await access.operator('DELETE', `${roles}/B`)).status).toBe(404);
    expect((await access.operator('GET', `${roles}/B`)).status).toBe(404);
  });

  test('what is answered may be put again, after the longest number too', async () => {
    const { id } = await make.service();
    const put = (code: string, body: object) =>
      access.operator('PUT', `/manage/services/${id}/roles/${code}`, body);
    await put('A', { name: 'A', numericId: '9'.repeat(20) });
    const { id: _, code, ...made } = (await put('B', { name: 'B' })).body;
    expect(made.numericId).toBe('1');
    expect((await put(code, made)).status).toBe(200);
  });

  test('faults name their field', async () => {
    const { id } = await make.service();
    const put = (code: string, body: object) =>
      access.operator('PUT', `/manage/services/${id}/roles/${code}`, body);
    expect((await put('A', { status: 'Gone', numericId: 4, extra: 1 })).body.errors).toEqual([
      'name: is missing',
      'numericId: should be text',
      'status: should be one of Active, Inactive',
      'extra: is not known here',
    ]);
    expect((await put('a%20b', { name: 'A' })).body.errors[0]).toMatch(/^code: /);
    expect((await put('a'.repeat(51), { name: 'A' })).status).toBe(400);
    for (const code of ['.', '..', '%2e%2E']) {
      expect((await put(code, { name: 'Dots' })).body.errors).toEqual([
        'code: should be 1 to 50 letters, digits, ".", "_" and "-", and neither "." nor ".."',
      ]);
    }
    expect((await put('...', { name: 'Three' })).status).toBe(201);
    expect((await access.operator('PUT', `/manage/services/${newId()}/roles/A`, { name: 'A' })).status).toBe(
      404,
    );
  });
});

describe('policies', () => {
  const policy = {
    name: 'Schools',
    conditions: [{ field: 'organisation.category.id', operator: 'is', value: ['001'] }],
    roles: ['A'],
  };

  test('made, replaced, listed, removed; a removed role is named no longer', async () => {
    const { id } = await make.service();
    const policyId = newId();
    const path = `/manage/services/${id}/policies/${policyId}`;
    await access.operator('PUT', `/manage/services/${id}/roles/A`, { name: 'A' });
    const made = await access.operator('PUT', path.toLowerCase(), policy);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({ id: policyId, ...policy });
    expect((await access.operator('PUT', path, policy)).status).toBe(200);
    expect((await access.operator('GET', path)).body).toEqual(made.body);
    expect((await access.operator('DELETE', `/manage/services/${id}/roles/A`)).status).toBe(204);
    expect((await access.operator('GET', `/manage/services/${id}/policies`)).body).toEqual({
      policies: [{ id: policyId, ...policy, roles: [] }],
      numberOfRecords: 1,
      page: 1,
      numberOfPages: 1,
    });
    expect((await access.operator('DELETE', path)).status).toBe(204);
    expect((await access.operator('DELETE', path)).status).toBe(404);
  });

  test('faults name their field, roles must exist', async () => {
    const { id } = await make.service();
    const put = (body: object) => access.operator('PUT', `/manage/services/${id}/policies/P`, body);
    const condition = { field: 'organisation..urn', operator: 'like', value: [], extra: 1 };
    expect((await put({ name: 'P', conditions: [condition], roles: [] })).body.errors).toEqual([
      'conditions[0].field: should be a field of a user or an organisation, such as organisation.category.id or email',
      'conditions[0].operator: should be one of is, is_not, starts_with',
      'conditions[0].value: should have at least 1 entries',
      'conditions[0].extra: is not known here',
    ]);
    const misspelt = [{ field: 'organisation.phaseofeducation.id', operator: 'is_not', value: ['4'] }];
    expect((await put({ name: 'P', conditions: misspelt, roles: [] })).status).toBe(400);
    expect((await put(policy)).body.errors).toEqual(['roles[0]: the service has no such role']);
    expect((await put({ ...policy, roles: ['..'] })).body.errors).toEqual([
      expect.stringMatching(/^roles\[0\]: should be 1 to 50 letters/),
    ]);
    for (const policyId of ['.', '..', '%2e%2E', 'a%20b']) {
      const answer = await access.operator('PUT', `/manage/services/${id}/policies/${policyId}`, policy);
      expect(answer.body.errors).toEqual([
        'policyId: should be a UUID, or 1 to 50 letters, digits, ".", "_" and "-", and neither "." nor ".."',
      ]);
    }
    expect((await put({})).body.errors).toEqual([
      'name: is missing',
      'conditions: is missing',
      'roles: is missing',
    ]);
  });
});
