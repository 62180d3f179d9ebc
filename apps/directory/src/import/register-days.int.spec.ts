import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

/** Extracts of the real register, too large for the repository. */
const DATA = join(import.meta.dirname, '../../../../../shared/data');
const [ESTABLISHMENTS, GROUPS_1, GROUPS_2, LINKS_1, LINKS_2] = [
  'edubasealldata20231116.csv.gz',
  'allgroupsdata20220321.csv.gz',
  'allgroupsdata20220331.csv.gz',
  'alllinksdata20220321.csv.gz',
  'alllinksdata20220331.csv.gz',
] as const;
const TRUST_TYPES = ['"06"', '"10"', '"11"'];
const isThere = [ESTABLISHMENTS, GROUPS_1, GROUPS_2, LINKS_1, LINKS_2].every((name) =>
  existsSync(join(DATA, name)),
);

/** Three academies that were gone when the extract of establishments was made, which is a later one. */
const REJECTED = ['143645', '145249', '148833'].map((urn) => ({
  line: expect.any(Number),
  reason: `URN ${urn} is no organisation here`,
}));

const unpacked = (name: string) => gunzipSync(readFileSync(join(DATA, name)));

/** The establishments' extract without those that are in no trust: four fifths of it. */
function academies(): Buffer {
  const linked = new Set(
    unpacked(LINKS_1)
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(','))
      .filter((fields) => TRUST_TYPES.some((type) => fields.includes(type)))
      .map(([urn]) => urn),
  );
  const [header = '', ...rows] = unpacked(ESTABLISHMENTS).toString('latin1').split('\r\n');
  const kept = rows.filter((row) => linked.has(row.split(',', 1)[0]));
  return Buffer.from([header, ...kept, ''].join('\r\n'), 'latin1');
}

const suite = isThere ? describe : describe.skip;

suite(`two days of the real register${isThere ? '' : ` (skipped, there is no ${DATA})`}`, () => {
  let directory: StartedDirectory;
  const at = { events: 0 };
  beforeAll(async () => {
    directory = await startedDirectory();
  });
  afterAll(() => directory.close());

  async function imported(source: string, file: Buffer) {
    const answer = await directory.import(source, new Uint8Array(file));
    expect(answer.status).toBe(200);
    const events = await directory.eventCount();
    const caused = events - at.events;
    at.events = events;
    return { ...answer.body, caused };
  }

  test('the first day makes everything', async () => {
    const establishments = await imported('gias-establishments', academies());
    expect(establishments).toMatchObject({ read: 9_904, created: 9_904, rejected: [] });
    expect(await imported('gias-groups', unpacked(GROUPS_1))).toEqual({
      read: 6_877,
      created: 3_595,
      updated: 0,
      unchanged: 0,
      ignored: 3_282,
      missing: 0,
      missingIds: [],
      rejected: [],
      caused: 3_595,
    });
    expect(await imported('gias-links', unpacked(LINKS_1))).toEqual({
      read: 20_390,
      created: 9_904,
      updated: 0,
      unchanged: 0,
      removed: 0,
      ignored: 10_483,
      missing: 0,
      missingIds: [],
      rejected: REJECTED,
      caused: 9_904,
    });
  });

  test('the second changes what changed, and nothing else', async () => {
    expect(await imported('gias-groups', unpacked(GROUPS_2))).toMatchObject({
      read: 6_883,
      created: 1,
      updated: 9,
      unchanged: 3_586,
      missing: 0,
      missingIds: [],
      rejected: [],
      caused: 10,
    });
    expect(await imported('gias-links', unpacked(LINKS_2))).toMatchObject({
      read: 20_395,
      created: 0,
      unchanged: 9_902,
      removed: 2,
      missing: 0,
      missingIds: [],
      rejected: REJECTED,
      caused: 2,
    });
  });

  test('what is imported again changes nothing', async () => {
    expect(await imported('gias-links', unpacked(LINKS_2))).toMatchObject({
      unchanged: 9_902,
      removed: 0,
      caused: 0,
    });
    expect(await imported('gias-groups', unpacked(GROUPS_2))).toMatchObject({ unchanged: 3_596, caused: 0 });
    const establishments = await imported('gias-establishments', academies());
    expect(establishments).toMatchObject({ unchanged: 9_904, caused: 0 });
  });
});
