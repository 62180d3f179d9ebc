import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** How long SQLite itself may wait for another process's lock, which blocks the event loop. `retryOnBusy` waits longer. */
const BUSY_TIMEOUT_MS = 10;

/**
 * Opens a file in WAL mode, creating it for the owner only. A commit is on the disk before it returns, unless it is
 * made `relaxedly`. `cacheKb`: how much of the file's pages the connection caches.
 */
export function openDatabase(file: string, { cacheKb }: { cacheKb: number }): DatabaseSync {
  // SQLite gives the -wal and -shm files the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = 1; -- macOS answers a plain fsync before the disk has the data.
      PRAGMA checkpoint_fullfsync = 1;
      PRAGMA secure_delete = ON; -- Deleted content may be personal: it must not stay readable in free pages.
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -${cacheKb};
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Does `work`, whose commits do not wait for the disk: a power cut may undo them, with what was committed after them, and a crash
 * does not. On the connection that makes the durable commits, since a second one would empty its cache with each commit, and
 * the other way round. Not within a transaction.
 */
export function relaxedly<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    return work();
  } finally {
    commitDurably(database);
  }
}

function commitDurably(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA synchronous = FULL');
  } catch (error) {
    // Every later commit would be taken for a durable one.
    database.close();
    throw error;
  }
}

/** Runs `work` in one write transaction, which is rolled back when it throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // After a full disk or a failed write SQLite has rolled back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
