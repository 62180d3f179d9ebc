import { newId } from '@gatehouse/runtime';
import { CLIENT, type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

const HEADER = 'URN,Group UID,Group Type (code),Joined date';
const ROW = /^(\d+)-(\d+)$/;

let directory: StartedDirectory;
const ids = new Map<string, string>();
const id = (key: string) => ids.get(key) ?? '';

/** Makes establishments 1, 2, 3 and trusts 71, 72. */
beforeEach(async () => {
  directory = await startedDirectory();
  for (const key of ['1', '2', '3', '71', '72']) {
    ids.set(key, newId());
    const trust = key.length > 1;
    const body = { name: key, category: trust ? '010' : '001', status: 1, [trust ? 'uid' : 'urn']: key };
    await directory.request('PUT', `/manage/organisations/${id(key)}`, body);
  }
});
afterEach(() => directory.close());

/** `1-71` is the link of the establishment 1 to the trust 71; other texts are rows as they are. */
async function imported(...rows: string[]) {
  const lines = rows.map((row) => row.replace(ROW, '$1,$2,06,01/09/2020'));
  const answer = await directory.import('gias-links', `${[HEADER, ...lines].join('\r\n')}\r\n`);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** The trusts of an establishment, as its last event has them. */
async function trustsOf(urn: string): Promise<string[]> {
  const state = (await directory.eventsOf(id(urn))).at(-1)?.data.state as {
    associations: { type: string; organisationId: string }[];
  };
  const trusts = state.associations.filter(({ type }) => type === 'ACADEMY');
  return trusts.map(
    ({ organisationId }) => [...ids].find(([, known]) => known === organisationId)?.[0] ?? '?',
  );
}

test('ties establishments to trusts; the same again, in another order, changes nothing', async () => {
  expect(await imported('1-71', '2-71', '2-72')).toEqual({
    read: 3,
    created: 3,
    updated: 0,
    unchanged: 0,
    removed: 0,
    ignored: 0,
    missing: 0,
    missingIds: [],
    rejected: [],
  });
  expect([await trustsOf('1'), await trustsOf('2'), await trustsOf('3')]).toEqual([['71'], ['71', '72'], []]);
  const [event] = (await directory.eventsOf(id('2'))).slice(-1);
  expect(event).toMatchObject({ actor: 'import', data: { changed: ['associations', 'updatedAt'] } });
  const before = await directory.eventCount();
  expect(await imported('2-72', '2-71', '1-71')).toMatchObject({ created: 0, unchanged: 3, removed: 0 });
  expect(await directory.eventCount()).toBe(before);
});

test("a trust's links are replaced whole, also those of a trust that has none left", async () => {
  await imported('1-71', '2-71', '2-72');
  const before = await directory.eventCount();
  expect(await imported('2-71', '3-71')).toMatchObject({ created: 1, unchanged: 1, removed: 2, missing: 0 });
  expect([await trustsOf('1'), await trustsOf('2'), await trustsOf('3')]).toEqual([[], ['71'], ['71']]);
  expect(await directory.eventCount()).toBe(before + 3);
});

test('links to what is no organisation here are ignored; faulty rows are rejected by their lines', async () => {
  const report = await imported(
    '1-71',
    '1,80,01,',
    '9,80,,',
    'x,80,02,',
    '1-99',
    '9-71',
    '1-71',
    'x-71',
    'x,71,06,',
    '2,,06,',
    '2,y,01,',
    '2,72',
  );
  expect(report).toEqual({
    read: 12,
    created: 1,
    updated: 0,
    unchanged: 0,
    removed: 0,
    ignored: 4,
    missing: 0,
    missingIds: [],
    rejected: [
      { line: 6, reason: 'Group UID 99 is no organisation here' },
      { line: 7, reason: 'URN 9 is no organisation here' },
      { line: 8, reason: 'the same link is in line 2 already' },
      { line: 9, reason: 'has 1 values where the header has 4' },
      { line: 10, reason: 'URN is not a number' },
      { line: 11, reason: 'Group UID is missing' },
      { line: 13, reason: 'has 2 values where the header has 4' },
    ],
  });
});

describe('what a faulty row may hide is not taken away', () => {
  beforeEach(() => imported('1-71', '2-72'));

  test('of its own trust, where that can be read', async () => {
    const report = await imported('3-71', 'x,71,06,');
    expect(report).toMatchObject({ created: 1, removed: 1, missing: 1, missingIds: [id('1')] });
    expect([await trustsOf('1'), await trustsOf('2')]).toEqual([['71'], []]);
  });

  test.each(['1,,06,', '1', '1,"71'])('of any trust, where it cannot: %j', async (row) => {
    expect(await imported('3-71', row)).toMatchObject({ created: 1, removed: 0, missing: 2 });
    expect([await trustsOf('1'), await trustsOf('2')]).toEqual([['71'], ['72']]);
  });

  test('nor is everything, by a file without a link', async () => {
    expect(await imported('1,80,01,')).toMatchObject({ ignored: 1, removed: 0, missing: 2 });
  });
});

test("neither import takes the other's ties away", async () => {
  await imported('1-71');
  const header =
    'URN,EstablishmentName,EstablishmentStatus (code),LA (code),LA (name),TypeOfEstablishment (code)';
  const { body } = await directory.import(
    'gias-establishments',
    `${header}\r\n1,One,1,201,City of London,1\r\n`,
  );
  expect(body).toMatchObject({ updated: 1 });
  expect(await trustsOf('1')).toEqual(['71']);
  await imported('1-72');
  expect(await trustsOf('1')).toEqual(['72']);
  const last = (await directory.eventsOf(id('1'))).at(-1);
  expect(last?.data.state).toMatchObject({ associations: [{ type: 'LA' }, { type: 'ACADEMY' }] });
});

test('two at once tie everything once', async () => {
  const rows = ['1-71', '2-71', '3-72'];
  const reports = await Promise.all([imported(...rows), imported(...rows)]);
  expect(reports[0].created + reports[1].created).toBe(3);
  expect([await trustsOf('1'), await trustsOf('2'), await trustsOf('3')]).toEqual([['71'], ['71'], ['72']]);
});

test.each([
  ['a missing key column', 'URN,Group ID\r\n1,2\r\n'],
  ['an empty file', ''],
])('%s is refused', async (_name, text) => {
  expect((await directory.import('gias-links', text)).status).toBe(400);
});

const LINKS = `${HEADER},Group Name,Group Status (code),EstablishmentName`;
const ESTABLISHMENTS = 'URN,EstablishmentName,EstablishmentStatus (code)';
const GROUPS = 'Group UID,Group Name,Group Status (code),Group Type (code)';
test.each([
  ['gias-establishments', LINKS, 'gias-links'],
  ['gias-groups', LINKS, 'gias-links'],
  ['gias-establishments', GROUPS, 'gias-groups'],
  ['gias-links', GROUPS, 'gias-groups'],
  ['gias-links', ESTABLISHMENTS, 'gias-establishments'],
  ['gias-groups', ESTABLISHMENTS, 'gias-establishments'],
  ['gias-establishments', 'email,given_name,family_name', 'a list of people (gatehouse import users)'],
])(
  'as %s, a file of another kind is refused, with the kind that it looks like: %#',
  async (source, header, kind) => {
    const { status, body } = await directory.import(source, `${header}\r\n`);
    expect(status).toBe(400);
    expect(body.errors[0]).toBe(`The file looks like ${kind}, and not like ${source}`);
  },
);

describe('GET /manage/organisations/{id}/links', () => {
  test('200: what was imported, trusts by their names', async () => {
    const header = `${ESTABLISHMENTS},LA (code),LA (name)`;
    await directory.import('gias-establishments', `${header}\r\n1,One,1,201,City of London\r\n`);
    await imported('1-72', '1-71');
    const { status, body } = await directory.request('GET', `/manage/organisations/${id('1')}/links`);
    expect(status).toBe(200);
    expect(body).toEqual({
      localAuthority: { id: expect.any(String), name: 'City of London' },
      trusts: [
        { id: id('71'), name: '71' },
        { id: id('72'), name: '72' },
      ],
    });
    const authority = await directory.request('GET', `/manage/organisations/${body.localAuthority.id}`);
    expect(authority.body).toMatchObject({ category: '002', establishmentNumber: '201' });
  });

  test('200: none', async () => {
    const { body } = await directory.request('GET', `/manage/organisations/${id('3')}/links`);
    expect(body).toEqual({ localAuthority: null, trusts: [] });
  });

  test('401, 403, 404', async () => {
    const path = `/manage/organisations/${id('1')}/links`;
    expect((await directory.anonymously('GET', path)).status).toBe(401);
    expect((await directory.request('GET', path, undefined, CLIENT)).status).toBe(403);
    for (const none of [newId(), 'x']) {
      expect((await directory.request('GET', `/manage/organisations/${none}/links`)).status).toBe(404);
    }
  });
});
