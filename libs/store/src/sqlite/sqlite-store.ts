import { dirname } from 'node:path';
import { openingFault, openProcessLock } from '@gatehouse/sqlite';
import type { CollectionDeclaration, Document, Store } from '../port.ts';
import { StoreError } from '../port.ts';
import { withoutEvents } from '../without-events.ts';
import { createWriteListeners } from '../write-listeners.ts';
import { createCheckpointBeside } from './checkpoint-beside.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createCommitBeside } from './commit-beside.ts';
import { createCommitQueue } from './commit-queue.ts';
import { type Connection, openConnection } from './connection.ts';
import { dropTable } from './drop-table.ts';
import { createSqliteCollection } from './sqlite-collection.ts';
import { retried } from './sqlite-error.ts';
import { createSqliteLease } from './sqlite-lease.ts';
import { createSqliteOutbox } from './sqlite-outbox.ts';
import { createSqliteTransfer } from './sqlite-transfer.ts';
import { ensureTables } from './tables.ts';

/** Where the store is, what it holds, and the clock (milliseconds) of its leases. */
export interface SqliteStoreOptions {
  file: string;
  collections: readonly CollectionDeclaration<Document>[];
  now: () => number;
  /** Has a thread make all changes, not only while they are many. */
  alwaysBeside?: boolean;
}

/**
 * Opens a store on one SQLite file, which several processes may share. What a write resolved with survives a power
 * cut. Rejects with StoreError.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { file, collections, now, alwaysBeside: always = false } = options;
  const main = await retried('open', () => openWithTables(file, collections)).catch((error) => {
    throw openingError(file, error);
  });
  // Its commits do not wait for the disk: what they lose in a power cut is only done again.
  const relaxed = await retried('open', () => openConnection(file, { durable: false })).catch((error) => {
    main.close();
    throw error;
  });
  const lock = openProcessLock(dirname(file));
  const checkpoints = createCheckpoints(createCheckpointBeside(file));
  const beside = createCommitBeside(file);
  const queue = createCommitQueue({ connection: main, checkpoints, beside, always });
  const writing = { connection: relaxed, checkpoints, beside };
  const names = collections.map((declaration) => declaration.name);
  const listeners = createWriteListeners();
  let closing: Promise<void> | undefined;

  function requireDeclared(name: string): void {
    if (!names.includes(name))
      throw new StoreError(`${name} was not declared at opening`, { retryable: false });
  }

  async function closeAll(): Promise<void> {
    await queue.close();
    await checkpoints.close();
    relaxed.close();
    main.close();
    lock.close();
  }

  return {
    engine: 'sqlite',
    collection<D extends Document>(declaration: CollectionDeclaration<D>) {
      requireDeclared(declaration.name);
      return createSqliteCollection(declaration, main, queue, listeners.tell);
    },
    async add<D extends Document>(declaration: CollectionDeclaration<D>) {
      await retried('add', () => ensureTables(main, [declaration]));
      return withoutEvents(createSqliteCollection(declaration, main, queue, listeners.tell));
    },
    async drop(name) {
      if (names.includes(name)) throw new StoreError(`${name} was declared at opening`, { retryable: false });
      await dropTable(writing, name);
    },
    transfer<D extends Document>(declaration: CollectionDeclaration<D>) {
      requireDeclared(declaration.name);
      return createSqliteTransfer(declaration, main, queue);
    },
    outbox: {
      ...createSqliteOutbox({ writing, queue, collections: names }),
      onWrite: listeners.add,
    },
    lease: (name) => createSqliteLease({ writing, lock, now }, name),
    async ping() {
      await retried('ping', () => main.prepare('SELECT count(*) FROM sqlite_schema').get());
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** An opening's failure, by the file and what is to be done. */
function openingError(file: string, error: StoreError): StoreError {
  const fault = openingFault(file, error.cause);
  if (fault === undefined) return error;
  return new StoreError(fault.reason, { retryable: fault.retryable, cause: error.cause });
}

function openWithTables(file: string, collections: readonly CollectionDeclaration<Document>[]): Connection {
  const connection = openConnection(file, { durable: true });
  try {
    ensureTables(connection, collections);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
