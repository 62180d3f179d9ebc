import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkspace } from '../boundaries/workspace.ts';

const ROOT = join(import.meta.dirname, '../..');
const packages = readWorkspace(ROOT).filter(({ folder }) => folder !== '');

test.each(packages)('$folder has a README, and what it names is there', ({ folder, published }) => {
  const text = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');
  expect(text).toMatch(/^# \S/);
  // What is published has a README for those who install it.
  if (!published && !folder.startsWith('examples/')) expect(text.split('\n').length).toBeLessThan(60);
  const named = [...text.matchAll(/`(src\/[^`…<*\s]+)`|\]\((\.[^)#\s]+)/g)].map(
    ([, code, link]) => code ?? link ?? '',
  );
  expect(named.filter((path) => !existsSync(join(ROOT, folder, path)))).toEqual([]);
});
