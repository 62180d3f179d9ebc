import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { transaction as inTransaction, openDatabase, relaxedly } from '@gatehouse/sqlite';

/** One connection to the file, with its prepared statements. */
export interface Connection {
  readonly database: DatabaseSync;
  /** The prepared statement of an SQL text. Recently used ones are cached. */
  prepare(sql: string): StatementSync;
  /** Runs all or nothing, with the file's write lock. Once it returns it survives a power cut. */
  transaction<T>(run: () => T): T;
  /** The same, `relaxedly`: a power cut may undo it, and a crash does not. */
  relaxedTransaction<T>(run: () => T): T;
  /**
   * Copies the WAL into the file once enough pages are left to copy. True where it did: the next transaction should then be
   * made in another turn of the event loop.
   */
  checkpoint(): boolean;
  /** Pages in the WAL, and how many of them have not been copied into the file. */
  wal(): { pages: number; left: number };
  /** Copies the WAL into the file. */
  copyWal(): void;
  close(): void;
}

const STATEMENTS_KEPT = 300;
/** Pages left to copy at which a checkpoint begins. */
export const CHECKPOINT_PAGES = 1_000;

/** Opens the file as `openDatabase` describes it. */
export function openConnection(file: string, { cacheKb = 2_000 }: { cacheKb?: number } = {}): Connection {
  const database = openDatabase(file, { cacheKb });
  database.exec(`
    PRAGMA wal_autocheckpoint = ${28 * CHECKPOINT_PAGES};
    PRAGMA journal_size_limit = 16777216;
  `);
  let grown = false;
  const statements = new Map<string, StatementSync>();

  function prepare(sql: string): StatementSync {
    const statement = statements.get(sql) ?? database.prepare(sql);
    // Deleted and set again, so that the map is in the order of last use.
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
    const result = inTransaction(database, run);
    grown = true;
    return result;
  }

  // SQLite's own checkpoint would be made within a commit, and the two together would block the event loop too long.
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

  return {
    ...{ database, prepare, transaction, checkpoint, wal, copyWal },
    relaxedTransaction: (run) => relaxedly(database, () => transaction(run)),
    close: () => database.close(),
  };
}
