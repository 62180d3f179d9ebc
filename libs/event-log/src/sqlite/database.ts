import { closeSync, mkdirSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openingFault } from '@gatehouse/process-lock';
import { EventLogError } from '../port.ts';
import { withPatience } from './retry-on-busy.ts';

/** How long a call holds the event loop for another process's transaction. Longer waits are `withPatience`'s. */
const BUSY_TIMEOUT_MS = 10;
const FORMAT = 1;

/** `value` stands last, so that looking at keys and ages does not read the pages of long values. */
const TABLES = `
  CREATE TABLE topics (
    name TEXT PRIMARY KEY,
    retention_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE records (
    offset INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    value TEXT NOT NULL
  ) STRICT;
  CREATE INDEX records_by_topic ON records (topic, offset);
  CREATE INDEX records_by_key ON records (topic, key, offset);
  CREATE TABLE publishers (
    epoch INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE positions (
    grp TEXT NOT NULL,
    topic TEXT NOT NULL,
    offset INTEGER NOT NULL,
    PRIMARY KEY (grp, topic)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE claims (
    grp TEXT NOT NULL,
    topic TEXT NOT NULL,
    holder TEXT NOT NULL,
    instance TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (grp, topic)
  ) STRICT, WITHOUT ROWID;
`;

/** The connections to one log file. All calls are synchronous, so no transaction is ever open across a turn. */
export interface Database {
  readonly file: string;
  /** Its commits are on the disk when they return. */
  readonly durable: DatabaseSync;
  /** Its commits may be lost at a power cut, never at a crash: positions, claims, compaction. */
  readonly relaxed: DatabaseSync;
  close(): void;
}

/** Opens `events.sqlite` in `dataDir`, making both where they are missing, for the owner only. Rejects with EventLogError. */
export async function openDatabase(dataDir: string): Promise<Database> {
  const file = resolve(dataDir, 'events.sqlite');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    return await openConnections(file);
  } catch (error) {
    const fault = openingFault(file, error instanceof EventLogError ? error.cause : error);
    if (fault === undefined) throw error;
    throw new EventLogError(fault.reason, { retryable: fault.retryable, cause: error });
  }
}

async function openConnections(file: string): Promise<Database> {
  // SQLite gives what it keeps beside the file the file's own mode.
  closeSync(openSync(file, 'a', 0o600));
  const durable = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  const relaxed = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  const close = () => {
    relaxed.close();
    durable.close();
  };
  try {
    await withPatience(() => {
      configure(durable, 'FULL');
      prepareTables(durable);
      configure(relaxed, 'NORMAL');
    });
  } catch (error) {
    close();
    throw error;
  }
  return { file, durable, relaxed, close };
}

function configure(database: DatabaseSync, synchronous: 'FULL' | 'NORMAL'): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${synchronous}`);
  // macOS answers a plain fsync before the disk has the data.
  database.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
  // What compaction deletes may be personal data: it must not stay readable in free pages.
  database.exec('PRAGMA secure_delete = ON');
  // In KiB: records are read in order, once for each group, so little is worth keeping.
  database.exec('PRAGMA cache_size = -500');
}

function prepareTables(database: DatabaseSync): void {
  inTransaction(database, () => {
    const format = database.prepare('PRAGMA user_version').get()?.user_version;
    if (format === FORMAT) return;
    if (format !== 0) {
      throw new EventLogError(`events.sqlite has format ${format}; this release reads ${FORMAT}`, {
        retryable: false,
      });
    }
    database.exec(TABLES);
    database.exec(`PRAGMA user_version = ${FORMAT}`);
  });
}

/** Runs `work` in one write transaction, which is undone when it throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
