import type { CollectionDeclaration, Document, Store } from '../port.ts';
import { StoreError } from '../port.ts';
import { asDeclared, eventsWait } from '../without-events.ts';
import { createWriteListeners } from '../write-listeners.ts';
import { createCalls, LONG_CALL_LIMIT_MS } from './calls.ts';
import { createIndexes, missingIndexes } from './ensure-indexes.ts';
import { createMongodbCollection } from './mongodb-collection.ts';
import { connectMongodb, type MongodbConnection, type StoredModel } from './mongodb-connection.ts';
import { isMissingCollection, storeError } from './mongodb-error.ts';
import { createMongodbLease, LEASES, type LeaseModel } from './mongodb-lease.ts';
import { createMongodbOutbox, holdsEvents } from './mongodb-outbox.ts';
import { createMongodbTransfer } from './mongodb-transfer.ts';
import { type MongodbUrl, readMongodbUrl } from './mongodb-url.ts';

/** The store's address, its service's name, and its collections. */
export interface MongodbStoreOptions {
  url: string;
  name: string;
  collections: readonly CollectionDeclaration<Document>[];
}

const PING_LIMIT_MS = 1_000;

/**
 * Opens a service's store on MongoDB, in a database of its own, which any number of processes may share. When a write
 * resolves it is on the disks of a majority. Creates missing indexes. Rejects with StoreError.
 */
export async function openMongodbStore({ url, name, collections }: MongodbStoreOptions): Promise<Store> {
  const target = readMongodbUrl(url, name);
  const connection = await connectMongodb(url, target);
  try {
    await ensureIndexes(url, target, connection, collections);
  } catch (error) {
    await connection.close();
    throw storeError('MongoDB', error);
  }
  const ensure = (added: readonly CollectionDeclaration<Document>[]) =>
    ensureIndexes(url, target, connection, added);
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
  /** Those with an outbox among the added ones. */
  const added = new Map<string, StoredModel>();
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
      const stored = model(declaration);
      if (declaration.keepsEvents) added.set(declaration.name, stored);
      return asDeclared(declaration, createMongodbCollection(declaration, stored, calls, listeners.notify));
    },
    async drop(name) {
      if (models.has(name)) throw new StoreError(`${name} was declared at opening`, { retryable: false });
      if (await calls.run('drop', () => holdsEvents(db, name))) throw eventsWait(name);
      added.delete(name);
      await calls.run('drop', () => dropCollection(db, name), LONG_CALL_LIMIT_MS);
    },
    collection: <D extends Document>(declaration: CollectionDeclaration<D>) =>
      createMongodbCollection(declaration, declaredModel(declaration.name), calls, listeners.notify),
    transfer: <D extends Document>(declaration: CollectionDeclaration<D>) =>
      createMongodbTransfer(declaration, declaredModel(declaration.name), calls),
    outbox: {
      ...createMongodbOutbox(() => [...models.values(), ...added.values()], calls),
      onWrite: listeners.add,
    },
    lease: (name) => createMongodbLease(leases, calls, name),
    async ping() {
      // A read, because a member without data answers the ping command as well.
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
  target: MongodbUrl,
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
  // Building an index over many documents takes longer than any other call may.
  const builder = await connectMongodb(url, target, { unlimited: true });
  try {
    for (const { name, indexes } of missing) await createIndexes(builder.db, name, indexes);
  } finally {
    await builder.close();
  }
}
