import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { schoolsOf, signedIn } from '../testing/school-under-test.ts';

let access: AccessUnderTest;
const schools = schoolsOf(() => access);
let caller: ReturnType<typeof signedIn>;
const byName: Record<string, string> = {};

beforeAll(async () => {
  access = await startAccessUnderTest();
  caller = signedIn(await schools.person());
  const address = '1 Hill Road, London, EC3A 5DE';
  byName.hill = await schools.organisation(1, { name: 'Ysgol Môr', address, urn: '700001' });
  byName.near = await schools.organisation(3, {
    name: 'Bay School',
    address: 'Quay, ec3a5de',
    upin: '123456',
  });
  byName.far = await schools.organisation(4, { name: 'Bay Academy', ukprn: '10000001' });
  for (const status of [0, 2, 5, 9]) {
    await schools.organisation(status, { name: 'Bay Closed', address, urn: `70000${status}0` });
  }
  byName.removed = await schools.organisation(1, {
    name: 'Bay Removed',
    removedAt: '2026-01-01T00:00:00.000Z',
  });
  for (let n = 10; n < 36; n++) await schools.organisation(1, { name: `Many ${n}` });
  await eventually(async () => expect((await search('Many 35')).ids).toHaveLength(1));
});
afterAll(() => access.close());

async function search(q: string) {
  const path = `/me/organisations/search?q=${encodeURIComponent(q)}`;
  const { status, body } = await access.request(caller, 'GET', path);
  const organisations: { id: string }[] = body.organisations ?? [];
  return { status, body, ids: organisations.map(({ id }) => id) };
}

test.each([
  ['ysgol mor', ['hill']],
  ['YSGOL  MÔ', ['hill']],
  ['bay', ['far', 'near']],
  ['bay s', ['near']],
  ['school', []],
  ['ec3a 5de', ['near', 'hill']],
  ['EC3A5DE', ['near', 'hill']],
  ['700001', ['hill']],
  ['10000001', ['far']],
  ['123456', ['near']],
  ['700002', []],
  ['7000020', []],
])('%s', async (q, expected) => {
  expect((await search(q)).ids).toEqual(expected.map((name) => byName[name]));
});

test('shows that it exists, and where; 25 at most, and whether there are more', async () => {
  const { body } = await search('ysgol');
  expect(body).toEqual({
    organisations: [{ id: byName.hill, name: 'Ysgol Môr', address: '1 Hill Road, London, EC3A 5DE' }],
    more: false,
  });
  const many = await search('many');
  expect([many.ids.length, many.body.more]).toEqual([25, true]);
});

test.each(['', 'ab', '  a  ', 'x'.repeat(256)])('400 for “%s”', async (q) => {
  expect((await search(q)).status).toBe(400);
});

test('who may not', async () => {
  const path = '/me/organisations/search?q=bay';
  for (const [who, status] of [
    [undefined, 401],
    [{ kind: 'operator' }, 403],
    [{ kind: 'client', serviceId: newId(), clientId: 'meals' }, 403],
    [signedIn(await schools.removed()), 401],
    [signedIn(await schools.person(undefined, 0, { status: 0 })), 403],
  ] as const) {
    expect((await access.request(who, 'GET', path)).status).toBe(status);
  }
});
