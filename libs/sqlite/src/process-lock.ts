import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './engine-failure.ts';

const SUFFIX = '.lock';
/** A lock's id, which becomes part of a path. */
const ID = /^[0-9a-f-]{36}$/;
/** By then all leases of ended processes have expired, so that nobody asks about their locks any more. */
const SWEEP_AFTER_MS = 60_000;

/**
 * Shows the other processes on a data directory that this one is alive: a lock of the operating system on a file, which is
 * released the moment the process ends, however it ends. Pids and host names would not do: in containers they are often equal.
 */
export interface ProcessLock {
  /** The lock's id, which leases carry. */
  readonly id: string;
  /**
   * Whether the process with the lock of that id has ended, so that its leases are free at once. A missing file was deleted at
   * an orderly end, or never was in this directory: the store was restored from another one.
   */
  isGone(id: string): boolean;
  close(): void;
}

/** Acquires a new lock below `dataDir`. Throws where no file can be created there. */
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

/** Another process may sweep a file away before it is locked. Then the next one is taken. */
function takeNew(fileOf: (id: string) => string): { id: string; held: DatabaseSync } {
  for (;;) {
    const id = randomUUID();
    const held = tryLock(fileOf(id));
    if (held !== undefined && existsSync(fileOf(id))) return { id, held };
    held?.close();
  }
}

/**
 * Locks the file as SQLite does for a write transaction, which never ends: Node has no other way to a lock of the operating
 * system. Undefined where the lock is taken, by this process or another one on this machine.
 */
function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    // In memory: the journal would be a second file.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}
