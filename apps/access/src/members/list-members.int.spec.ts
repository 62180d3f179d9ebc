import type { PresentUser } from '@gatehouse/contracts';
import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
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

const at = (oid: string, query = '') => `/me/organisations/${oid}/members${query}`;
const get = (caller: Caller | undefined, path: string, headers?: Record<string, string>) =>
  access.request(caller, 'GET', path, undefined, headers);

/** The family names of a list. */
async function namesIn(caller: Caller, path: string): Promise<string[]> {
  const { status, body } = await get(caller, path);
  expect(status).toBe(200);
  return body.members.map((each: { family_name: string | null }) => each.family_name);
}

/** An organisation with members of these names, and its approver. */
async function schoolOf(...people: Partial<PresentUser>[]) {
  const oid = await schools.organisation();
  const ann = await schools.person(oid, 10_000, { givenName: 'Ann', familyName: 'Zimmer' });
  for (const more of people) await schools.person(oid, 0, more);
  await eventually(async () => {
    const { body } = await get(signedIn(ann), at(oid));
    if (body.numberOfRecords !== people.length + 1) throw new Error('not all are listed yet');
  });
  return { oid, ann };
}

test('by family name, in whatever letter case and accent, page by page', async () => {
  const { oid, ann } = await schoolOf(
    { familyName: 'étienne', givenName: 'Bea' },
    { familyName: 'Eves', givenName: 'Cy' },
    { familyName: 'Étienne', givenName: 'Al' },
    { familyName: undefined as never, givenName: undefined as never },
  );
  const caller = signedIn(ann);
  expect(await namesIn(caller, at(oid))).toEqual([null, 'Étienne', 'étienne', 'Eves', 'Zimmer']);
  const { body } = await get(caller, at(oid, '?page=2&pageSize=2'));
  expect(body).toMatchObject({ numberOfRecords: 5, page: 2, numberOfPages: 3 });
  expect(await namesIn(caller, at(oid, '?page=2&pageSize=2'))).toEqual(['étienne', 'Eves']);
  expect(await namesIn(caller, at(oid, '?page=9'))).toEqual([]);
});

test('a member is shown as alone, with the services there', async () => {
  const { oid, ann } = await schoolOf();
  const { id: sid } = await make.service({ name: 'Meals' });
  await make.role(sid, 'COOK');
  await access.operator('PUT', grantPath(ann, oid, sid), { roles: ['COOK'] });
  const { body } = await get(asSupporter(await schools.person()), at(oid));
  expect(body.members).toEqual([(await get(signedIn(ann), at(oid, `/${ann}`))).body]);
  expect(body.members[0].services).toEqual([{ serviceId: sid, name: 'Meals', roles: ['COOK'] }]);
});

test('narrowed by the beginning of a name, by role, by status, and by all of them', async () => {
  const { oid, ann } = await schoolOf(
    { familyName: 'Ann', givenName: 'Bo' },
    { familyName: 'Hall', givenName: 'Anna' },
    { familyName: 'Hill', givenName: 'Cy', status: 0 },
  );
  const caller = signedIn(ann);
  for (const [query, expected] of [
    ['?name=ann', ['Ann', 'Hall', 'Zimmer']],
    ['?name=ANNA', ['Hall']],
    ['?name=anna%20%20ha', ['Hall']],
    ['?name=nn', []],
    ['?name=a_n', []],
    ['?name=', ['Ann', 'Hall', 'Hill', 'Zimmer']],
    ['?roleId=10000', ['Zimmer']],
    ['?roleId=0&status=1', ['Ann', 'Hall']],
    ['?status=0', ['Hill']],
    ['?name=an&roleId=0&pageSize=1&page=2', ['Hall']],
  ] as const) {
    expect([query, await namesIn(caller, at(oid, query))]).toEqual([query, expected]);
  }
  const { body } = await get(caller, at(oid, '?name=an&roleId=0&pageSize=1&page=2'));
  expect(body).toMatchObject({ numberOfRecords: 2, page: 2, numberOfPages: 2 });
});

test('follows who joins, leaves, is renamed, is removed; a read that names the change waits for it', async () => {
  const { oid, ann } = await schoolOf();
  const eve = newId();
  const states: [Partial<PresentUser>, string[]][] = [
    [{ memberships: [membership(oid, 5)] }, ['Park', 'Zimmer']],
    [{ memberships: [membership(oid, 5)], familyName: 'Aaron' }, ['Aaron', 'Zimmer']],
    [{ memberships: [] }, ['Zimmer']],
    [{ memberships: [membership(oid, 9)], familyName: 'Zz' }, ['Zimmer', 'Zz']],
  ];
  let version = Date.now();
  for (const [more, expected] of states) {
    await access.neighbours.user(++version, user(eve, more));
    const { body } = await get(signedIn(ann), at(oid), { change: `${eve}:${version}` });
    expect(body.members.map((each: { family_name: string }) => each.family_name)).toEqual(expected);
    expect(body.numberOfRecords).toBe(expected.length);
  }
  const removedAt = '2026-01-01T00:00:00.000Z';
  await access.neighbours.user(++version, { id: eve, state: 'removed', answered: [], removedAt });
  const { body } = await get(signedIn(ann), at(oid), { change: `${eve}:${version}` });
  expect(body.numberOfRecords).toBe(1);
});

test('who may not, and faults', async () => {
  const { oid, ann } = await schoolOf({ familyName: 'Eves' });
  const elsewhere = await schools.organisation();
  for (const [caller, status] of [
    [undefined, 401],
    [{ kind: 'operator' }, 403],
    [signedIn(await schools.removed()), 401],
    [signedIn(await schools.person(oid, 10_000, { status: 0 })), 403],
    [signedIn(await schools.person(oid)), 403],
    [signedIn(await schools.person(elsewhere, 10_000)), 403],
  ] as const) {
    expect((await get(caller, at(oid, '?page=none'))).status).toBe(status);
  }
  expect((await get(signedIn(ann), at(newId()))).status).toBe(404);
  expect((await get(asSupporter(ann), at(await schools.organisation(9)))).status).toBe(404);
  const { status, body } = await get(signedIn(ann), at(oid, '?roleId=1&status=x&page=0'));
  expect([status, body.errors]).toEqual([
    400,
    [
      '0 is not a valid value for page. Expected a number',
      'roleId: should be one of 0, 10000',
      'status: should be one of 0, 1',
    ],
  ]);
});

test('the operator sees the same, with hidden services; 401, 403, 404', async () => {
  const { oid, ann } = await schoolOf({ familyName: 'Eves' });
  const { id: hidden } = await make.service({ name: 'Own', params: { hiddenFromApprovers: 'true' } });
  await access.operator('PUT', grantPath(ann, oid, hidden), {});
  const path = `/manage/organisations/${oid}/members`;
  const { status, body } = await access.operator('GET', `${path}?roleId=10000`);
  expect([status, body]).toMatchObject([
    200,
    {
      members: [{ userId: ann, services: [{ serviceId: hidden, name: 'Own', roles: [] }] }],
      numberOfRecords: 1,
    },
  ]);
  expect((await get(signedIn(ann), at(oid, '?roleId=10000'))).body.members[0].services).toEqual([]);
  expect((await get(undefined, path)).status).toBe(401);
  expect((await get(asSupporter(ann), path)).status).toBe(403);
  expect((await access.client(hidden, path)).status).toBe(403);
  expect((await access.operator('GET', `/manage/organisations/${newId()}/members`)).status).toBe(404);
  expect((await access.operator('GET', `${path}?status=2`)).status).toBe(400);
});
