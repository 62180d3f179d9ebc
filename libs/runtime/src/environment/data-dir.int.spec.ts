import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataDir } from './data-dir.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'data-dir-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('is made where it is missing, for its owner, and left as it was where it is there', () => {
  const path = join(directory, 'deep', 'data');
  prepareDataDir(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  writeFileSync(join(path, 'kept'), '');
  prepareDataDir(path);
  expect(readdirSync(path)).toEqual(['kept']);
});

test('a file in its place, or on the way to it, is told', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below')]) {
    expect(() => prepareDataDir(path)).toThrow(
      `DATA_DIR is ${JSON.stringify(path)}, where no file can be made (ENOTDIR): it should be the path of a directory that can be written to`,
    );
  }
});

const noProc = existsSync('/proc/self') ? test : test.skip;
noProc('a file system that lets nothing be made is told, not waited for', () => {
  for (const path of ['/proc/nope', '/proc/nope/below', '/proc'])
    expect(() => prepareDataDir(path)).toThrow(`DATA_DIR is "${path}", where no file can be made (ENOENT)`);
});
