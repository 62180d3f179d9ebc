import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../../run.ts';
import { captureTerminal } from '../../testing/captured-terminal.ts';
import { type PlatformStandIn, startPlatformStandIn } from '../../testing/platform-stand-in.ts';

const USER = '4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F';
const HEADER = 'email,given_name,family_name,role,organisation_urn';

let platform: PlatformStandIn;
let directory: string;
beforeEach(async () => {
  platform = await startPlatformStandIn();
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
  platform.answer('GET /manage/users', { status: 200, body: { users: [], numberOfPages: 0 } });
  platform.answer('POST /manage/users', { status: 201, body: { id: USER } });
});
afterEach(async () => {
  await platform.close();
  rmSync(directory, { recursive: true });
});

function fileOf(content: Buffer | string, name = 'people.csv'): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

async function importUsers(path: string, ...args: string[]) {
  const terminal = captureTerminal({ GATEHOUSE_URL: platform.url, OPERATOR_SECRET: 'secret' });
  const exitCode = await run(['import', 'users', path, ...args], terminal);
  return { exitCode, ...terminal.written };
}

const posted = () =>
  platform.received.filter(({ method }) => method === 'POST').map(({ text }) => JSON.parse(text));

test('rows are done one by one, faulty ones told by the line that they begin at', async () => {
  const rows = [
    HEADER,
    '"ann@school.example","A\r\nnn",Lee,,',
    'nobody,,,,',
    '',
    'bob@school.example,,Ray,,',
  ];
  const { exitCode, out, err } = await importUsers(fileOf(`\uFEFF${rows.join('\r\n')}\r\n`));
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: 'error: 3 of 3 rows were rejected\n' });
  expect(out).toContain('3 rows read, 3 rejected\n');
  expect(out).toContain(
    'line  reason\n2     given_name holds control characters\n4     email is not a valid email address\n6     given_name is blank\n',
  );
  expect(posted()).toEqual([]);
});

test.each([
  ['inside an unquoted field', 'ann@school.example,A"nn,Lee,,', 'a quote is out of place'],
  ['behind which a field goes on', 'ann@school.example,"A"nn,Lee,,', 'a quote is out of place'],
  ['that nobody closes', 'ann@school.example,"Ann,Lee,,', 'a quote is out of place'],
])('a quote %s costs its row, and the import goes on', async (_kind, faulty, words) => {
  const rows = [HEADER, 'bob@school.example,Bob,Ray,,', faulty, '"cat@school.example","Cat",Ray,,'];
  const { exitCode, out, err } = await importUsers(fileOf(`${rows.join('\r\n')}\r\n`));
  expect(exitCode).toBe(1);
  expect(out).toContain(`line  reason\n3     ${words}\n`);
  expect(
    posted()
      .map(({ email }) => email)
      .sort(),
  ).toEqual(['bob@school.example', 'cat@school.example']);
  expect(out + err).not.toContain('ann@');
});

test('a name or a number without end costs its row', async () => {
  const [name, number] = ['x'.repeat(300_000), '9'.repeat(9_000)];
  const rows = [
    HEADER,
    `ann@school.example,${name},Lee,,`,
    `bob@school.example,B,Ray,,${number}`,
    'c@d.example,C,D,,',
  ];
  const { exitCode, out } = await importUsers(fileOf(rows.join('\n')));
  expect(exitCode).toBe(1);
  expect(out).toContain('2     longer than 100000 characters');
  expect(out).toContain('3     organisation_urn is longer than 25 characters');
  expect(posted()).toMatchObject([{ email: 'c@d.example' }]);
});

test('a row that could not be done whole says what of it was done', async () => {
  const organisation = '28F58A22-EDB9-4BBB-B03B-4001DC1399D2';
  const found = { id: organisation, name: 'A', category: '001', status: 1 };
  platform.answer('GET /manage/organisations', {
    status: 200,
    body: { organisations: [found], numberOfPages: 1 },
  });
  platform.answer(`GET /manage/organisations/${organisation}`, { status: 200, body: found });
  platform.answer(`GET /manage/organisations/${organisation}/links`, {
    status: 200,
    body: { localAuthority: null, trusts: [] },
  });
  platform.answer(`PUT /manage/users/${USER}/organisations/${organisation}`, {
    status: 409,
    body: { detail: 'no room' },
  });
  const { exitCode, out } = await importUsers(fileOf(`${HEADER}\na@b.example,A,B,,100000\n`), '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    users: { created: 1 },
    rejected: [{ line: 2, reason: 'no room', done: ['user created'] }],
  });
});

test('--json gives the report; columns that are not used are remarked', async () => {
  const { out, err } = await importUsers(
    fileOf(`email,given_name,family_name,shoe\na@b.example,A,B,9\nc@d.example,C,D,8\n`),
    '--json',
  );
  expect(JSON.parse(out)).toMatchObject({ dryRun: false, read: 2, users: { created: 2 }, rejected: [] });
  expect(err).toBe('Columns that are not used: shoe\n');
});

test('a dry run asks and writes nothing', async () => {
  const { out } = await importUsers(fileOf(`${HEADER}\na@b.example,A,B,,\n`), '--dry-run');
  expect(out).toContain('1 rows read, 0 rejected (nothing was written)');
  expect(posted()).toEqual([]);
});

test.each([
  ['UTF-8, compressed', gzipSync(`${HEADER}\na@b.example,Zoë,B,,\n`), []],
  [
    'Windows-1252',
    Buffer.from(`${HEADER}\na@b.example,Zo\xEB,B,,\n`, 'latin1'),
    ['--charset', 'windows-1252'],
  ],
])('a file in %s', async (_kind, content, args) => {
  await importUsers(fileOf(content), ...args);
  expect(posted()).toMatchObject([{ given_name: 'Zoë' }]);
});

test.each([
  ['in another charset', Buffer.from(`${HEADER}\na@b.example,Zo\xEB,B,,\n`, 'latin1'), '--charset'],
  ['whose header is no CSV', `"email"x,name\na@b.example,A\n`, 'The header in line 1 cannot be read'],
  ['without the column', 'name\nAnn\n', 'The column email is missing'],
  [
    'of a register',
    'URN,EstablishmentName\n1,A\n',
    "looks like a register's of organisations: gatehouse import",
  ],
  ['that is empty', '', 'is empty'],
  ['cut off', gzipSync(`${HEADER}\n${'a@b.example,A,B,,\n'.repeat(5_000)}`).subarray(0, 200), 'to its end'],
])('a file %s is wrong usage, and nothing is done: 2', async (_kind, content, words) => {
  const { exitCode, err } = await importUsers(fileOf(content));
  expect(exitCode).toBe(2);
  expect(err).toContain(words);
  expect(platform.received).toEqual([]);
});

test('a platform that fails ends it, and it can be run again: 1', async () => {
  platform.answer('POST /manage/users', { status: 503, body: { detail: 'not available right now' } });
  const rows = Array.from({ length: 100 }, (_, place) => `p${place}@b.example,A,B,,`);
  const { exitCode, err } = await importUsers(fileOf([HEADER, ...rows].join('\n')));
  expect(exitCode).toBe(1);
  expect(err).toMatch(
    /^Broken off after \d+ of 100 rows; run it again to go on\.\nerror: not available right now\n$/,
  );
  expect(posted().length).toBeLessThan(20);
});

test('somebody who looks sees a bar, on stderr', async () => {
  const terminal = captureTerminal({ GATEHOUSE_URL: platform.url, OPERATOR_SECRET: 'secret' });
  const drawn: string[] = [];
  const err = Object.assign(terminal.err, { isTTY: true, write: (text: string) => drawn.push(text) });
  const path = fileOf(`${HEADER}\na@b.example,A,B,,\n`);
  expect(await run(['import', 'users', path], { ...terminal, err })).toBe(0);
  expect(drawn.join('')).toContain('100% of 1 rows');
});
