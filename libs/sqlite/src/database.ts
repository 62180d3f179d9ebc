import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** How long SQLite itself may wait for another process's lock, which blocks the event loop. `retryOnBusy` waits longer. */
const BUSY_TIMEOUT_MS = 10;

/**
 * Opens a file in WAL mode, creating it for the owner only. `durable`: a commit is on the disk before it returns;
 * otherwise a power cut may undo it. `cacheKb`: how much of the file's pages the connection caches.
 */
export function openDatabase(
  file: string,
  { durable, cacheKb }: { durable: boolean; cacheKb: number },
): DatabaseSync {
  // SQLite gives the -wal and -shm files the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'};
      PRAGMA fullfsync = ${durable ? 1 : 0}; -- macOS answers a plain fsync before the disk has the data.
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
