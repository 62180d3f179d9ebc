import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase as openDatabaseFile, openingFault, transaction } from '@gatehouse/sqlite';
import { EventLogError } from '../port.ts';
import { retried } from './failure.ts';

const FORMAT = 2;
/** Records are read in order, once for each group, so little is worth caching. */
const CACHE_KB = 500;

/** `value` is the last column, so that queries of keys and ages do not read the pages of long values. */
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
  CREATE TABLE leases (
    grp TEXT NOT NULL,
    topic TEXT NOT NULL,
    holder TEXT NOT NULL,
    instance TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (grp, topic)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * The connection to one log file. All calls are synchronous, so no transaction is open while other code runs. Records are
 * appended durably; positions, leases and compaction are written `relaxedly`.
 */
export interface Database {
  readonly file: string;
  readonly connection: DatabaseSync;
  close(): void;
}

/** Opens `events.sqlite` in `dataDir`, making both where they are missing, for the owner only. Rejects with EventLogError. */
export async function openDatabase(dataDir: string): Promise<Database> {
  const file = resolve(dataDir, 'events.sqlite');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    return await openConnection(file);
  } catch (error) {
    const fault = openingFault(file, error instanceof EventLogError ? error.cause : error);
    if (fault === undefined) throw error;
    throw new EventLogError(fault.reason, { retryable: fault.retryable, cause: error });
  }
}

async function openConnection(file: string): Promise<Database> {
  return retried(() => {
    const connection = openDatabaseFile(file, { cacheKb: CACHE_KB });
    try {
      prepareTables(connection);
      return { file, connection, close: () => connection.close() };
    } catch (error) {
      connection.close();
      throw error;
    }
  });
}

function prepareTables(database: DatabaseSync): void {
  transaction(database, () => {
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
