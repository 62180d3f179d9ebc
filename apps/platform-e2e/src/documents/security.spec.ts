import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const ROW = /^\| (?<threat>.+?) +\| (?<rule>.+?) +\| `(?<file>[^`]+)`: (?<words>.+?) +\|$/;

const rows = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:threat |-)/.test(line));

test('docs/security.md lists threats', () => {
  expect(rows.length).toBeGreaterThan(20);
});

test.each(rows)('%s', (row) => {
  const { file = '', words = '' } = ROW.exec(row)?.groups ?? {};
  const path = join(ROOT, file);
  expect([file, existsSync(path)]).toEqual([file, true]);
  expect(readFileSync(path, 'utf8')).toContain(words);
});
