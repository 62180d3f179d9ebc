import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openingFault } from './opening-fault.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opening-'));
  file = join(directory, 'x.sqlite');
});
afterEach(() => rmSync(directory, { recursive: true }));

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

const using = (path: string) => () => {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)');
  } finally {
    database.close();
  }
};

test('a file that is none of SQLite’s', () => {
  writeFileSync(file, 'x'.repeat(5_000));
  expect(openingFault(file, failureOf(using(file)))).toEqual({
    reason: `${file} is no SQLite database: put DATA_DIR back from a backup`,
    retryable: false,
  });
});

test('something else in its place', () => {
  mkdirSync(file);
  const reason = expect.stringContaining(`${file} cannot be used (`);
  expect(openingFault(file, failureOf(using(file)))).toEqual({ reason, retryable: false });
  expect(
    openingFault(
      file,
      failureOf(() => openSync(file, 'a')),
    ),
  ).toEqual({ reason, retryable: false });
});

test('a file that another process has locked may be free later', () => {
  const other = new DatabaseSync(file);
  other.exec('BEGIN EXCLUSIVE');
  const error = failureOf(using(file));
  expect(openingFault(file, error)).toEqual({
    reason: `${file} is locked by another process: stop what uses it`,
    retryable: true,
  });
  expect(readdirSync(directory).filter((name) => name.startsWith('.trial'))).toEqual([]);
  other.close();
});

test('a damaged file, a full disk, a disk that fails, a file that is read-only', () => {
  const of = (errcode: number) => openingFault(file, Object.assign(new Error('x'), { errcode }));
  const ofSystem = (code: string) =>
    openingFault(file, Object.assign(new Error('x'), { code, syscall: 'open' }));
  expect(of(11)).toEqual({ reason: `${file} is damaged: put DATA_DIR back from a backup`, retryable: false });
  for (const full of [of(13), ofSystem('ENOSPC'), ofSystem('EDQUOT')])
    expect(full).toEqual({ reason: `${file} cannot be written: the disk is full`, retryable: false });
  // SQLITE_IOERR_READ
  expect(of(266)).toMatchObject({ reason: expect.stringContaining('the disk fails'), retryable: true });
  expect(of(8)).toMatchObject({ reason: expect.stringContaining('(read-only)'), retryable: false });
  expect(ofSystem('EACCES')).toMatchObject({ reason: expect.stringContaining('(EACCES)'), retryable: false });
  expect(ofSystem('EROFS')).toMatchObject({ reason: expect.stringContaining('read-only'), retryable: false });
});

test('what is no fault of the file stays what it was', () => {
  expect(openingFault(file, new TypeError('wrong'))).toBeUndefined();
  expect(openingFault(file, Object.assign(new Error('x'), { errcode: 1 }))).toBeUndefined();
});
