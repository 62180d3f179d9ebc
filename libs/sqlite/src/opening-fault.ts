import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Why an SQLite file cannot be opened, in words for the operator, and whether that may pass. */
export interface OpeningFault {
  reason: string;
  retryable: boolean;
}

/** Result codes of https://www.sqlite.org/rescode.html, without their extension. */
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const PROTOCOL = 15;
const NOTADB = 26;
/** The extended codes of IOERR that concern locks and shared memory: RDLOCK, UNLOCK, CHECKRESERVEDLOCK, LOCK, SHMOPEN, SHMSIZE, SHMLOCK, SHMMAP. */
const LOCK_IOERR = new Set([9, 8, 14, 15, 18, 19, 20, 21].map((extension) => IOERR | (extension << 8)));

function codesOf(error: unknown): { sqlite: number | undefined; system: string | undefined } {
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown };
  return {
    sqlite: typeof errcode === 'number' ? errcode : undefined,
    system: typeof code === 'string' && code !== 'ERR_SQLITE_ERROR' ? code : undefined,
  };
}

function isOfLocks(code: number | undefined): boolean {
  return code !== undefined && ([PERM, BUSY, LOCKED, PROTOCOL].includes(code & 0xff) || LOCK_IOERR.has(code));
}

/** Whether a new file next to `file` can be locked. */
function locksWork(file: string): boolean {
  const trial = join(dirname(file), `.trial-${randomUUID()}.sqlite`);
  try {
    const database = new DatabaseSync(trial, { timeout: 0 });
    try {
      database.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; CREATE TABLE trial (x); COMMIT');
    } finally {
      database.close();
    }
    return true;
  } catch (error) {
    return !isOfLocks(codesOf(error).sqlite);
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${trial}${suffix}`, { force: true });
  }
}

/** The cause of a failure to open `file` or to create its tables; undefined where it is none of the usual ones. */
export function openingFault(file: string, error: unknown): OpeningFault | undefined {
  const { sqlite, system } = codesOf(error);
  if (isOfLocks(sqlite)) {
    if (locksWork(file))
      return { reason: `${file} is locked by another process: stop what uses it`, retryable: true };
    return final(
      `${file} cannot be locked: its file system does not lock files as SQLite needs, which is so of most network file systems. DATA_DIR should be on a local disk`,
    );
  }
  if (system === 'ENOSPC' || system === 'EDQUOT') return final(`${file} cannot be written: the disk is full`);
  if (system === 'EROFS') return final(`${file} cannot be written: its file system is read-only`);
  if (system !== undefined && 'syscall' in (error as object)) return final(unusable(file, system));
  switch (sqlite === undefined ? undefined : sqlite & 0xff) {
    case NOTADB:
      return final(`${file} is no SQLite database: put DATA_DIR back from a backup`);
    case CORRUPT:
      return final(`${file} is damaged: put DATA_DIR back from a backup`);
    case FULL:
      return final(`${file} cannot be written: the disk is full`);
    case READONLY:
      return final(unusable(file, 'read-only'));
    case CANTOPEN:
      return final(unusable(file, 'cannot be opened'));
    case IOERR:
      return { reason: `${file} cannot be read or written: the disk fails`, retryable: true };
    default:
      return undefined;
  }
}

function final(reason: string): OpeningFault {
  return { reason, retryable: false };
}

function unusable(file: string, why: string): string {
  return `${file} cannot be used (${why}): it and ${file}-wal and -shm next to it should be files that this process's user may read and write`;
}
