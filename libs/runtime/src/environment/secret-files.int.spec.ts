import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from './read-environment.ts';
import { variables } from './variables.ts';

const { OPERATOR_SECRET, MASTER_KEY } = variables;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a secret may stand in a file', () => {
  const file = join(directory, 'keys');
  writeFileSync(file, `${'a'.repeat(44)},${'b'.repeat(44)}\n`);
  expect(readEnvironment({ MASTER_KEY }, { MASTER_KEY_FILE: file }).MASTER_KEY).toEqual([
    'a'.repeat(44),
    'b'.repeat(44),
  ]);
});

test('a file that is not there, or beside the variable itself, stops the start', () => {
  const read = (env: Record<string, string>) => () => readEnvironment({ OPERATOR_SECRET }, env);
  expect(read({ OPERATOR_SECRET_FILE: join(directory, 'none') })).toThrow(/OPERATOR_SECRET_FILE is .*none/);
  const both = { OPERATOR_SECRET: 'x'.repeat(44), OPERATOR_SECRET_FILE: join(directory, 'none') };
  expect(read(both)).toThrow('OPERATOR_SECRET and OPERATOR_SECRET_FILE are both given');
});
