import { dirname } from 'node:path';
import { openingFault, openProcessLock } from '@gatehouse/sqlite';
import type { CollectionDeclaration, Document, Store } from '../port.ts';
import { StoreError } from '../port.ts';
import { asDeclared, eventsWait } from '../without-events.ts';
import { createWriteListeners } from '../write-listeners.ts';
import { createCheckpointWorker } from './checkpoint-worker.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createCommitQueue } from './commit-queue.ts';
import { type Connection, openConnection } from './connection.ts';
import { dropTable } from './drop-table.ts';
import { createSqliteCollection } from './sqlite-collection.ts';
import { retried } from './sqlite-error.ts';
import { createSqliteLease } from './sqlite-lease.ts';
import { createSqliteOutbox, holdsEvents } from './sqlite-outbox.ts';
import { createSqliteTransfer } from './sqlite-transfer.ts';
import { ensureTables } from './tables.ts';

/** The store's file, its collections, and the clock of its leases in milliseconds. */
export interface SqliteStoreOptions {
  file: string;
  collections: readonly CollectionDeclaration<Document>[];
  now: () => number;
}

/**
 * Opens a store on one SQLite file, which several processes may share. When a write resolves it survives a power cut.
 * Rejects with StoreError.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { file, collections, now } = options;
  const connection = await retried('open', () => openWithTables(file, collections)).catch((error) => {
    throw openingError(file, error);
  });
  const lock = openProcessLock(dirname(file));
  const checkpoints = createCheckpoints(createCheckpointWorker(file));
  const queue = createCommitQueue(connection, checkpoints);
  const names = collections.map((declaration) => declaration.name);
  /** Those with an outbox among the added ones. */
  const added = new Set<string>();
  const listeners = createWriteListeners();
  let closing: Promise<void> | undefined;

  function requireDeclared(name: string): void {
    if (!names.includes(name))
      throw new StoreError(`${name} was not declared at opening`, { retryable: false });
  }

  async function closeAll(): Promise<void> {
    await queue.close();
    await checkpoints.close();
    connection.close();
    lock.close();
  }

  return {
    engine: 'sqlite',
    collection<D extends Document>(declaration: CollectionDeclaration<D>) {
      requireDeclared(declaration.name);
      return createSqliteCollection(declaration, connection, queue, listeners.notify);
    },
    async add<D extends Document>(declaration: CollectionDeclaration<D>) {
      await retried('add', () => ensureTables(connection, [declaration]));
      if (declaration.keepsEvents) added.add(declaration.name);
      return asDeclared(
        declaration,
        createSqliteCollection(declaration, connection, queue, listeners.notify),
      );
    },
    async drop(name) {
      if (names.includes(name)) throw new StoreError(`${name} was declared at opening`, { retryable: false });
      if (await retried('drop', () => holdsEvents(connection, name))) throw eventsWait(name);
      added.delete(name);
      await dropTable(connection, checkpoints, name);
    },
    transfer<D extends Document>(declaration: CollectionDeclaration<D>) {
      requireDeclared(declaration.name);
      return createSqliteTransfer(declaration, connection, queue);
    },
    outbox: {
      ...createSqliteOutbox(connection, checkpoints, { declared: names, added }),
      onWrite: listeners.add,
    },
    lease: (name) => createSqliteLease({ connection, lock, now }, name),
    async ping() {
      await retried('ping', () => connection.prepare('SELECT count(*) FROM sqlite_schema').get());
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** A failure to open, with the file's name and what to do about it. */
function openingError(file: string, error: StoreError): StoreError {
  const fault = openingFault(file, error.cause);
  if (fault === undefined) return error;
  return new StoreError(fault.reason, { retryable: fault.retryable, cause: error.cause });
}

function openWithTables(file: string, collections: readonly CollectionDeclaration<Document>[]): Connection {
  const connection = openConnection(file);
  try {
    ensureTables(connection, collections);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
