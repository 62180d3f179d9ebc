import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const ROW = /^\| (?<threat>.+?) +\| (?<rule>.+?) +\| `(?<file>[^`]+)`: (?<words>.+?) +\|$/;

function rowsOf(document: string, head: RegExp): string[] {
  return readFileSync(join(ROOT, 'docs', document), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !head.test(line));
}

const threats = rowsOf('security.md', /^\| (?:threat |-)/);
const modules = rowsOf('conformance.md', /^\| (?:-|(?!`oidcc-[a-z0-9-]+`.*: ))/);
const rows = [...threats, ...modules];

test('docs/security.md lists threats, docs/conformance.md the modules of a plan', () => {
  expect(threats.length).toBeGreaterThan(60);
  expect(modules.length).toBeGreaterThan(30);
});

test.each(rows)('%s', (row) => {
  const { file = '', words = '' } = ROW.exec(row)?.groups ?? {};
  const path = join(ROOT, file);
  expect([file, existsSync(path)]).toEqual([file, true]);
  expect(readFileSync(path, 'utf8')).toContain(words);
});
