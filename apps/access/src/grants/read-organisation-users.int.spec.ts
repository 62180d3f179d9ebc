import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { membership, organisation, user } from '../testing/neighbours.ts';

let access: AccessUnderTest;
const making = createMaking(() => access);
const [one, two, hidden, schools] = [newId(), newId(), newId(), newId()];
const [ann, bob, cay] = [newId(), newId(), newId()].toSorted() as [string, string, string];
let serviceId: string;

const read = (identifier: string, query = '', client = serviceId) =>
  access.client(client, `/organisations/${identifier}/users${query}`);
const grant = (userId: string, organisationId: string, roles: string[]) =>
  access.operator('PUT', grantPath(userId, organisationId, serviceId), { roles });

beforeAll(async () => {
  access = await startAccessUnderTest();
  serviceId = (await making.service()).id;
  for (const code of ['A', 'B', 'C']) await making.role(serviceId, code);
  await access.neighbours.organisation(1, organisation(one, { ukprn: '10000001', upin: '100001' }));
  await access.neighbours.organisation(1, organisation(two, { ukprn: '10000001', category: '002' }));
  await access.neighbours.organisation(1, organisation(hidden, { ukprn: '10000002', status: 9 }));
  await access.neighbours.organisation(1, organisation(schools, { upin: '12345678', category: '001' }));
  const memberships = [one, two, hidden, schools].map((id) => membership(id, 1));
  await access.neighbours.user(1, user(ann, { memberships, email: 'Ann@Example.org', givenName: 'Ann' }));
  await access.neighbours.user(1, user(bob, { memberships, status: 0 }));
  await access.neighbours.user(1, user(cay, { memberships }));
  for (const answer of [
    await grant(ann, one, ['A', 'B']),
    await grant(ann, two, ['B', 'C']),
    await grant(bob, two, ['A']),
    await grant(cay, one, []),
    await grant(ann, hidden, ['A']),
    await grant(bob, schools, ['C']),
  ]) {
    expect(answer.status).toBe(201);
  }
});
afterAll(() => access.close());

const viewOf = {
  ann: {
    email: 'Ann@Example.org',
    firstName: 'Ann',
    lastName: 'Park',
    userStatus: 1,
    roles: ['A', 'B', 'C'],
  },
  bob: {
    email: `${bob.toLowerCase()}@example.org`,
    firstName: 'Ada',
    lastName: 'Park',
    userStatus: 0,
    roles: ['A'],
  },
  cay: {
    email: `${cay.toLowerCase()}@example.org`,
    firstName: 'Ada',
    lastName: 'Park',
    userStatus: 1,
    roles: [],
  },
};

describe('200', () => {
  test('each user once, with the codes of all roles, under the key that named the organisations', async () => {
    const byUkprn = await read('10000001');
    expect(byUkprn.status).toBe(200);
    expect(byUkprn.body).toEqual({ ukprn: '10000001', users: [viewOf.ann, viewOf.bob, viewOf.cay] });
    expect((await read('100001')).body).toEqual({
      upin: '100001',
      users: [{ ...viewOf.ann, roles: ['A', 'B'] }, viewOf.cay],
    });
    expect((await read('12345678')).body).toEqual({
      upin: '12345678',
      users: [{ ...viewOf.bob, roles: ['C'] }],
    });
  });

  test.each([
    ['?roles=A', ['ann', 'bob']],
    ['?roles=C', ['ann']],
    ['?roles=%20C%20,nothing', ['ann']],
    ['?roles=B,A&email=ANN%40example.ORG', ['ann']],
    [`?userId=${bob.toLowerCase()}`, ['bob']],
    [`?userId=${bob}&roles=A,B&email=${bob}@example.org`, ['bob']],
    ['?ROLES=&email=&UserID=', ['ann', 'bob', 'cay']],
    ['?roles=,', ['ann', 'bob', 'cay']],
  ] as const)('%s', async (query, names) => {
    const { status, body } = await read('10000001', query);
    expect(status).toBe(200);
    expect(body.users).toEqual(names.map((name) => viewOf[name]));
  });
});

test.each(['1000000', '100000011', '10000A', 'x', '１０００００', '10000001%20', '+1000001'])(
  '400: %s',
  async (identifier) => expect((await read(identifier)).status).toBe(400),
);

describe('404', () => {
  test('no such organisation, or only hidden ones', async () => {
    expect((await read('99999999')).status).toBe(404);
    expect((await read('10000002')).status).toBe(404);
  });

  test.each([
    '?roles=a',
    `?userId=${newId()}`,
    '?userId=x',
    '?email=nobody@example.org',
    `?userId=${bob}&roles=B`,
  ])('no such users: %s', async (query) => expect((await read('10000001', query)).status).toBe(404));

  test('nobody of this service', async () => {
    const { id } = await making.service();
    expect((await read('10000001', '', id)).status).toBe(404);
  });
});

test('400: a filter given twice', async () => {
  expect((await read('10000001', '?roles=A&roles=B')).status).toBe(400);
});

test('403 when the policies allow none of the organisations, else the allowed ones', async () => {
  const { id } = await making.service();
  const put = (value: string[]) =>
    access.operator('PUT', `/manage/services/${id}/policies/P`, {
      name: 'P',
      conditions: [
        { field: 'organisation.category.id', operator: 'is', value },
        { field: 'status', operator: 'is', value: ['7'] },
      ],
      roles: [],
    });
  await put(['003']);
  expect((await read('10000001', '', id)).status).toBe(403);
  expect((await read('99999999', '', id)).status).toBe(404);
  await put(['001']);
  expect((await read('10000001', '', id)).status).toBe(404);
  await access.operator('DELETE', `/manage/services/${id}/policies/P`);
  await access.operator('PUT', grantPath(cay, one, id), {});
  await access.operator('PUT', grantPath(bob, two, id), {});
  await put(['002']);
  expect((await read('10000001', '', id)).body.users).toEqual([{ ...viewOf.bob, roles: [] }]);
});

test('403 for the operator, 401 without a credential', async () => {
  expect((await access.operator('GET', '/organisations/10000001/users')).status).toBe(403);
  expect((await access.request(undefined, 'GET', '/organisations/10000001/users')).status).toBe(401);
});
