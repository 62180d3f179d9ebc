import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../run.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { type PlatformStandIn, startPlatformStandIn } from '../testing/platform-stand-in.ts';

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
  platform.answer('POST /manage/users', { status: 400, body: { errors: ['given_name: is blank'] } });
  const rows = [HEADER, '"ann@school.example","A\nnn",Lee,,', 'nobody,,,,', '', 'bob@school.example,,Ray,,'];
  const { exitCode, out, err } = await importUsers(fileOf(`\uFEFF${rows.join('\r\n')}\r\n`));
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toContain('3 rows read, 3 rejected\n');
  expect(out).toContain(
    'line  reason\n2     given_name: is blank\n4     email is not a valid email address\n6     given_name: is blank\n',
  );
});

test('--json gives the report; columns that are not used are remarked', async () => {
  const { out, err } = await importUsers(fileOf(`email,shoe\na@b.example,9\nc@d.example,8\n`), '--json');
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
  ['that is no CSV', `${HEADER}\na@b.example,A,B,,\n"c@d.example,C,D,,\n`, 'is no CSV from line'],
  ['without the column', 'name\nAnn\n', 'The column email is missing'],
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
