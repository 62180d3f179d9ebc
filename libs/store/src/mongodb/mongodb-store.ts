import type { CollectionDeclaration, Document, Store } from '../port.ts';
import { StoreError } from '../port.ts';
import { withoutEvents } from '../without-events.ts';
import { createWriteListeners } from '../write-listeners.ts';
import { createCalls, LONG_CALL_LIMIT_MS } from './calls.ts';
import { createIndexes, missingIndexes } from './ensure-indexes.ts';
import { createMongodbCollection } from './mongodb-collection.ts';
import { connectMongodb, type MongodbConnection, type StoredModel } from './mongodb-connection.ts';
import { isMissingCollection, storeError } from './mongodb-error.ts';
import { createMongodbLease, LEASES, type LeaseModel } from './mongodb-lease.ts';
import { createMongodbOutbox } from './mongodb-outbox.ts';
import { createMongodbTransfer } from './mongodb-transfer.ts';
import { type MongodbUrl, readMongodbUrl } from './mongodb-url.ts';

/** Where the store is, whose it is, and what it holds. */
export interface MongodbStoreOptions {
  url: string;
  name: string;
  collections: readonly CollectionDeclaration<Document>[];
}

const PING_LIMIT_MS = 1_000;

/**
 * Opens a service's store on MongoDB, in a database of its own, which any number of processes may share. What a write
 * resolved with is on the disks of a majority. Makes the indexes that are missing. Rejects with StoreError.
 */
export async function openMongodbStore({ url, name, collections }: MongodbStoreOptions): Promise<Store> {
  const place = readMongodbUrl(url, name);
  const connection = await connectMongodb(url, place);
  try {
    await ensureIndexes(url, place, connection, collections);
  } catch (error) {
    await connection.close();
    throw storeError('MongoDB', error);
  }
  const ensure = (added: readonly CollectionDeclaration<Document>[]) =>
    ensureIndexes(url, place, connection, added);
  return storeOn(connection, collections, ensure);
}

function storeOn(
  { db, model, close }: MongodbConnection,
  declared: readonly CollectionDeclaration<Document>[],
  ensure: (added: readonly CollectionDeclaration<Document>[]) => Promise<void>,
): Store {
  const calls = createCalls();
  const listeners = createWriteListeners();
  const models = new Map(declared.map((declaration) => [declaration.name, model(declaration)]));
  const leases = model(LEASES) as unknown as LeaseModel;
  let closing: Promise<void> | undefined;

  function declaredModel(name: string): StoredModel {
    const known = models.get(name);
    if (known !== undefined) return known;
    throw new StoreError(`${name} was not declared at opening`, { retryable: false });
  }

  return {
    engine: 'mongodb',
    async add<D extends Document>(declaration: CollectionDeclaration<D>) {
      await calls.run('add', () => ensure([declaration]), LONG_CALL_LIMIT_MS);
      return withoutEvents(createMongodbCollection(declaration, model(declaration), calls, listeners.tell));
    },
    async drop(name) {
      if (models.has(name)) throw new StoreError(`${name} was declared at opening`, { retryable: false });
      await calls.run('drop', () => dropCollection(db, name), LONG_CALL_LIMIT_MS);
    },
    collection: <D extends Document>(declaration: CollectionDeclaration<D>) =>
      createMongodbCollection(declaration, declaredModel(declaration.name), calls, listeners.tell),
    transfer: <D extends Document>(declaration: CollectionDeclaration<D>) =>
      createMongodbTransfer(declaration, declaredModel(declaration.name), calls),
    outbox: {
      ...createMongodbOutbox([...models.values()], calls),
      onWrite: listeners.add,
    },
    lease: (name) => createMongodbLease(leases, calls, name),
    async ping() {
      // A read, since the ping command is answered even by a member that has no data to give.
      await calls.run('ping', () => leases.findById('ping').lean(), PING_LIMIT_MS);
    },
    close() {
      closing ??= calls.close().then(close);
      return closing;
    },
  };
}

async function dropCollection(db: MongodbConnection['db'], name: string): Promise<void> {
  try {
    await db.dropCollection(name);
  } catch (error) {
    if (!isMissingCollection(error)) throw error;
  }
}

async function ensureIndexes(
  url: string,
  place: MongodbUrl,
  { db }: MongodbConnection,
  collections: readonly CollectionDeclaration<Document>[],
): Promise<void> {
  const missing = await Promise.all(
    collections.map(async (collection) => ({
      name: collection.name,
      indexes: await missingIndexes(db, collection),
    })),
  );
  if (missing.every(({ indexes }) => indexes.length === 0)) return;
  // An index over many documents takes longer than any other answer may.
  const patient = await connectMongodb(url, place, { patient: true });
  try {
    for (const { name, indexes } of missing) await createIndexes(patient.db, name, indexes);
  } finally {
    await patient.close();
  }
}
