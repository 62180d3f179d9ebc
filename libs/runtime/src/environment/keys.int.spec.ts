import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openKeys } from './keys.ts';
import { ConfigurationError } from './read-environment.ts';

const names = ['OPERATOR_SECRET', 'MASTER_KEY', 'INTERNAL_KEY'] as const;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('makes keys at the first start, keeps them for their owner alone, and finds them again', () => {
  const made = openKeys({ dataDir: join(dataDir, 'new'), env: {}, distributed: false, names });
  expect(Buffer.from(made.OPERATOR_SECRET, 'base64')).toHaveLength(32);
  expect(new Set([made.OPERATOR_SECRET, ...made.MASTER_KEY, ...made.INTERNAL_KEY]).size).toBe(3);
  expect(openKeys({ dataDir: join(dataDir, 'new'), env: {}, distributed: false, names })).toEqual(made);
  const files = readdirSync(join(dataDir, 'new'));
  expect(files.sort()).toEqual(['internal-key', 'master-key', 'operator-secret']);
  for (const file of files) expect(statSync(join(dataDir, 'new', file)).mode & 0o777).toBe(0o600);
});

test('what the environment gives comes first and is not kept', () => {
  const env = { OPERATOR_SECRET: 'the operator’s own secret', INTERNAL_KEY: ['one', 'two'] };
  const keys = openKeys({ dataDir, env, distributed: false, names: ['OPERATOR_SECRET', 'INTERNAL_KEY'] });
  expect(keys).toEqual(env);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('distributed, nothing is made', () => {
  expect(() => openKeys({ dataDir, env: {}, distributed: true, names })).toThrow(ConfigurationError);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('an empty file stops the start', () => {
  writeFileSync(join(dataDir, 'master-key'), '\n');
  expect(() => openKeys({ dataDir, env: {}, distributed: false, names })).toThrow(/master-key is empty/);
});

test('processes that start at once agree', async () => {
  const program = `
    import { openKeys } from ${JSON.stringify(join(import.meta.dirname, 'keys.ts'))};
    const keys = openKeys({ dataDir: process.argv[1], env: {}, distributed: false, names: ['MASTER_KEY'] });
    process.stdout.write(keys.MASTER_KEY[0]);`;
  const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, dataDir]);
  const started = await Promise.all(Array.from({ length: 4 }, start));
  const kept = readFileSync(join(dataDir, 'master-key'), 'utf8').trim();
  for (const { stdout } of started) expect(stdout).toBe(kept);
});
