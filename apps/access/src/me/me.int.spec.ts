import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking, grantPath } from '../testing/making.ts';
import { membership, user } from '../testing/neighbours.ts';
import { asSupporter, schoolsOf, signedIn } from '../testing/school-under-test.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
const schools = schoolsOf(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const get = (caller: Caller | undefined, path: string, headers?: Record<string, string>) =>
  access.request(caller, 'GET', path, undefined, headers);

test.each(['/me', '/me/services'])('%s: who may not', async (path) => {
  const refused: [Caller | undefined, number][] = [
    [undefined, 401],
    [{ kind: 'client', serviceId: newId(), clientId: 'meals' }, 403],
    [{ kind: 'operator' }, 403],
    [signedIn(await schools.removed()), 401],
    [signedIn(await schools.person(undefined, 0, { status: 0 })), 403],
    [signedIn(await schools.person(), []), 403],
    [signedIn(newId()), 401],
  ];
  for (const [caller, status] of refused) expect((await get(caller, path)).status).toBe(status);
});

test('GET /me: who is signed in, and where they are a member, by name', async () => {
  const [hill, bay] = [
    await schools.organisation(2, { name: 'Hill School' }),
    await schools.organisation(1, { name: 'Bay School' }),
  ];
  const hidden = [await schools.organisation(0), await schools.organisation(9)];
  const id = await schools.person();
  const memberships = [hill, bay, ...hidden].map((oid) => membership(oid, 1_000, oid === bay ? 10000 : 0));
  await schools.publishUser(
    user(id, { memberships, givenName: undefined as never, familyName: undefined as never }),
  );
  const organisations = [
    { id: bay, name: 'Bay School', roleId: 10_000, status: 1 },
    { id: hill, name: 'Hill School', roleId: 0, status: 2 },
  ];
  const email = `${id.toLowerCase()}@example.org`;
  const person = { sub: id, email, given_name: null, family_name: null, organisations };
  expect((await get(signedIn(id), '/me')).body).toEqual({ ...person, support: false });
  expect((await get(asSupporter(id), '/me')).body).toEqual({ ...person, support: true });
});

test('GET /me/services: what one has, and what one could ask for', async () => {
  const oid = await schools.organisation(1, { name: 'Hill School' });
  const closed = await schools.organisation(2, { name: 'Old School' });
  const id = await schools.person();
  const memberships = [membership(oid, 1_000), membership(closed, 1_000)];
  await schools.publishUser(user(id, { memberships }));
  const startUrl = 'https://meals.example.org/';
  const { id: meals } = await make.service({ name: 'Meals', signIn: { startUrl } });
  const { id: hidden } = await make.service({ name: 'Own', params: { hiddenFromApprovers: 'true' } });
  const { id: open } = await make.service({ name: 'Open' });
  await make.role(meals, 'COOK');
  await make.role(open, 'READER');
  for (const [service, roles] of [
    [meals, ['COOK']],
    [hidden, []],
    ['0D2B6E9A-4C1F-4E7B-9C35-6A1D58F0C001', ['support']],
  ] as const) {
    expect((await access.operator('PUT', grantPath(id, oid, service), { roles })).status).toBe(201);
  }
  expect((await get(signedIn(id), '/me/services')).body).toEqual({
    organisations: [
      {
        ...{ id: oid, name: 'Hill School' },
        services: [
          { serviceId: meals, name: 'Meals', startUrl, roles: ['COOK'] },
          { serviceId: hidden, name: 'Own', startUrl: null, roles: [] },
        ],
        available: [{ serviceId: open, name: 'Open', roles: [{ code: 'READER', name: 'READER' }] }],
      },
      { id: closed, name: 'Old School', services: [], available: [] },
    ],
  });
});

describe('the header change', () => {
  test('a read waits until the change is shown', async () => {
    const id = await schools.person();
    const version = Date.now();
    const answer = get(signedIn(id), '/me', { change: `${id}:${version}` });
    await access.neighbours.user(version, user(id, { familyName: 'Newer' }));
    expect((await answer).body.family_name).toBe('Newer');
  });

  test('waits two seconds at most, and for nothing that is no change', async () => {
    const id = await schools.person();
    const before = performance.now();
    expect((await get(signedIn(id), '/me', { change: `${id}:9007199254740991` })).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(1_900);
    const then = performance.now();
    for (const change of ['x', `${id}`, `${id}:-1`, ':', `${id}:1e9`, `${newId()}:${newId()}:1`]) {
      expect((await get(signedIn(id), '/me', { change })).status).toBe(200);
    }
    expect(performance.now() - then).toBeLessThan(1_900);
  });
});
