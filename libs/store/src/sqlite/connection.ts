import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** One connection to the file, with its prepared statements. */
export interface Connection {
  readonly database: DatabaseSync;
  /** The statement of a text, prepared once while it is in use. */
  prepare(sql: string): StatementSync;
  /** Runs all or nothing, and holds the file's write lock meanwhile. */
  transaction<T>(run: () => T): T;
  /**
   * Copies what transactions left in the WAL into the file, once that is enough to be worth it. True where it was: the
   * caller's next transaction then belongs in another turn of the event loop.
   */
  checkpoint(): boolean;
  /** Pages in the WAL, and how many of them are not in the file yet. */
  wal(): { pages: number; left: number };
  /** Copies what is left in the WAL into the file. */
  copyWal(): void;
  close(): void;
}

/** How long SQLite itself may wait for another process's lock, which holds the event loop. Longer waits are ours. */
const BUSY_TIMEOUT_MS = 10;
const STATEMENTS_KEPT = 200;
/** What is left in the WAL when a checkpoint is worth it. */
export const CHECKPOINT_PAGES = 1_000;

/**
 * Opens the file, making it where it is missing, for the owner only. `durable`: a commit is on the disk before it
 * returns; otherwise it is there no later than the next durable one. `cacheKb`: of the file's pages, how much it keeps.
 */
export function openConnection(
  file: string,
  { durable, cacheKb = durable ? 2_000 : 500 }: { durable: boolean; cacheKb?: number },
): Connection {
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'};
      PRAGMA fullfsync = ${durable ? 1 : 0};
      PRAGMA checkpoint_fullfsync = 1;
      PRAGMA wal_autocheckpoint = ${28 * CHECKPOINT_PAGES};
      PRAGMA journal_size_limit = 16777216;
      PRAGMA secure_delete = ON; -- What is taken out may be personal: it must not stay readable in free pages.
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -${cacheKb};
    `);
  } catch (error) {
    database.close();
    throw error;
  }
  let grown = false;
  const statements = new Map<string, StatementSync>();

  function prepare(sql: string): StatementSync {
    const statement = statements.get(sql) ?? database.prepare(sql);
    // Taken out and put in again, the map is in order of last use.
    statements.delete(sql);
    statements.set(sql, statement);
    if (statements.size > STATEMENTS_KEPT) {
      for (const oldest of statements.keys()) {
        statements.delete(oldest);
        break;
      }
    }
    return statement;
  }

  function transaction<T>(run: () => T): T {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      database.exec('COMMIT');
      grown = true;
      return result;
    } catch (error) {
      // After a full disk or a failed write SQLite has rolled back by itself.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  // SQLite's own checkpoint would come within a commit, and the two together hold the event loop too long.
  function checkpoint(): boolean {
    if (!grown) return false;
    grown = false;
    if (wal().left < CHECKPOINT_PAGES) return false;
    copyWal();
    return true;
  }

  function wal(): { pages: number; left: number } {
    const row = prepare('PRAGMA wal_checkpoint(NOOP)').get();
    return { pages: Number(row?.log), left: Number(row?.log) - Number(row?.checkpointed) };
  }

  function copyWal(): void {
    prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
  }

  return { database, prepare, transaction, checkpoint, wal, copyWal, close: () => database.close() };
}
