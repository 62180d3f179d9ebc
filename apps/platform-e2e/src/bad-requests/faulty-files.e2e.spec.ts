import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backendNames } from '@gatehouse/contracts';
import { platformProcess } from '../testing/platform-process.ts';
import { bootOf, FREE_PORTS, type Program, startProgram } from '../testing/program.ts';

let directory: string;
let program: Program | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-'));
});
afterEach(async () => {
  await program?.kill();
  rmSync(directory, { recursive: true });
});

/** As a file system without locks answers: SQLite says "busy" for ENOLCK, and an I/O error of locking for the others. */
const locksFailWith = (errcode: number) =>
  `data:text/javascript,${encodeURIComponent(`
    import { DatabaseSync } from 'node:sqlite';
    DatabaseSync.prototype.exec = () => {
      throw Object.assign(new Error('injected'), { code: 'ERR_SQLITE_ERROR', errcode: ${errcode}, errstr: 'injected' });
    };`)}`;

/** What a start wrote for people, and how it ended. */
async function startOf(
  app: string,
  preload: string[] = [],
): Promise<{ lines: string[]; log: string; code: unknown }> {
  const env = { ...FREE_PORTS, DATA_DIR: directory, DEMO_DATA: 'false' };
  program = startProgram(bootOf(app), { env, preload });
  const [code] = await program.ended;
  const all = program
    .output()
    .split('\n')
    .filter((line) => line !== '');
  const isLog = (line: string) => line.startsWith('{');
  return { lines: all.filter((line) => !isLog(line)), log: all.filter(isLog).join('\n'), code };
}

test.each(['events', ...backendNames])('%s.sqlite that is no database is named', async (name) => {
  const file = join(directory, `${name}.sqlite`);
  writeFileSync(file, 'x'.repeat(5_000));
  expect(await startOf('standalone')).toMatchObject({
    lines: [`${file} is no SQLite database: put DATA_DIR back from a backup`],
    code: 1,
  });
  expect(readFileSync(file, 'utf8')).toBe('x'.repeat(5_000));
});

test('a damaged file is named', async () => {
  const platform = await platformProcess({ dataDir: directory });
  await platform.stop();
  const file = join(directory, 'access.sqlite');
  const bytes = readFileSync(file);
  // The header stays: it is a database, in which nothing is where it should be.
  bytes.fill(0xa5, 100);
  writeFileSync(file, bytes);
  const { lines, code } = await startOf('standalone');
  expect(lines).toEqual([`${file} is damaged: put DATA_DIR back from a backup`]);
  expect(code).toBe(1);
});

test.each([
  ['ENOLCK', 5],
  ['another error', 3850],
])('a file system that answers locks with %s is refused, and not waited for', async (_case, errcode) => {
  const { lines, log, code } = await startOf('access', [locksFailWith(errcode)]);
  expect(lines).toEqual([
    expect.stringMatching(
      /access\.sqlite cannot be locked: .*network file systems\. DATA_DIR should be on a local disk$/,
    ),
  ]);
  expect(code).toBe(1);
  expect(log).not.toContain('not there yet');
});
