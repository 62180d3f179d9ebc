import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './engine-failure.ts';

const SUFFIX = '.lock';
/** Of a lock's name, which is part of a path. */
const ID = /^[0-9a-f-]{36}$/;
/** What the dead held has run out by then, so that nobody asks about them any more. */
const SWEEP_AFTER_MS = 60_000;

/**
 * What shows the processes on one data directory that this one lives: a lock of the operating system on a file, which is
 * gone the moment the process ends, however it ends. Pids and host names show nothing: in containers they are often the same.
 */
export interface ProcessLock {
  /** What others know this lock by. */
  readonly id: string;
  /**
   * True where the process that had the lock of that id runs no more, so that what it held is free at once. A file that is
   * not there was deleted at an orderly end, or never was in this directory: a store was put back from elsewhere.
   */
  isGone(id: string): boolean;
  close(): void;
}

/** Takes a lock of its own below `dataDir`. Throws where no file can be made there. */
export function openProcessLock(
  dataDir: string,
  { sweepAfterMs = SWEEP_AFTER_MS }: { sweepAfterMs?: number } = {},
): ProcessLock {
  const directory = join(dataDir, 'locks');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const fileOf = (id: string) => join(directory, `${id}${SUFFIX}`);
  const { id, held } = takeNew(fileOf);
  const before = readdirSync(directory)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length));

  function isGone(other: string): boolean {
    if (other === id || !ID.test(other)) return false;
    if (!existsSync(fileOf(other))) return true;
    try {
      const taken = tryLock(fileOf(other));
      taken?.close();
      return taken !== undefined;
    } catch {
      return false;
    }
  }

  const sweep = setTimeout(() => {
    for (const other of before) if (isGone(other)) rmSync(fileOf(other), { force: true });
  }, sweepAfterMs).unref();

  return {
    id,
    isGone,
    close() {
      clearTimeout(sweep);
      if (!held.isOpen) return;
      held.close();
      rmSync(fileOf(id), { force: true });
    },
  };
}

/** One whose file another sweeps away before it is locked is no lock: another is taken. */
function takeNew(fileOf: (id: string) => string): { id: string; held: DatabaseSync } {
  for (;;) {
    const id = randomUUID();
    const held = tryLock(fileOf(id));
    if (held !== undefined && existsSync(fileOf(id))) return { id, held };
    held?.close();
  }
}

/**
 * Locks the file as SQLite does for a transaction that writes, of which none ever comes: the one way to an operating
 * system's lock that Node has. Undefined where another has it, in this process or in any other on this machine.
 */
function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    // In memory: its journal would be a second file.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}
