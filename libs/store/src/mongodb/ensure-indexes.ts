import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';
import type { IndexDeclaration } from '../declaration.ts';
import { declaredIndexes } from '../declaration.ts';
import type { CollectionDeclaration, Document } from '../port.ts';
import { StoreError } from '../port.ts';
import { isIndexConflict, isMissingCollection, refusingIndex, storeError } from './mongodb-error.ts';

type Definition = mongo.IndexDescription & { name: string };

const ATTEMPTS = 5;

/** Serves the outbox: the documents with the oldest unpublished event come first. */
const PENDING: Definition = {
  name: '_pending',
  key: new Map([['_pending.oldest', 1]]),
  partialFilterExpression: { '_pending.oldest': { $exists: true } },
};

/**
 * The indexes of a collection that the database lacks. Rejects with StoreError where an index of the same name is defined
 * differently: only the operator knows which of two releases is right.
 */
export async function missingIndexes(
  db: mongo.Db,
  collection: CollectionDeclaration<Document>,
): Promise<Definition[]> {
  const wanted = [...declaredIndexes(collection).map(definitionOf), PENDING];
  const found = new Map((await existing(db, collection.name)).map((index) => [index.name, index]));
  return wanted.filter((definition) => {
    const known = found.get(definition.name);
    if (known !== undefined && !isSame(known, definition)) throw conflict(collection.name, definition.name);
    return known === undefined;
  });
}

/** Creates indexes; another instance may create the same at the same time. Rejects with StoreError. */
export async function createIndexes(
  db: mongo.Db,
  collection: string,
  definitions: readonly Definition[],
): Promise<void> {
  // One by one, so that a failure names its index.
  for (const definition of definitions) await createIndex(db, collection, definition, ATTEMPTS);
}

async function createIndex(
  db: mongo.Db,
  collection: string,
  definition: Definition,
  attempts: number,
): Promise<void> {
  try {
    await db.collection(collection).createIndexes([definition]);
  } catch (error) {
    const failure = asStoreError(error, collection, definition.name);
    if (!failure.retryable || attempts === 1) throw failure;
    // Most likely another instance creates the same: FerretDB then fails one of the two.
    await pause(Math.random() * 100);
    await createIndex(db, collection, definition, attempts - 1);
  }
}

function asStoreError(error: unknown, collection: string, index: string): StoreError {
  const where = `index ${collection}:${index}`;
  if (isIndexConflict(error)) return conflict(collection, index);
  if (refusingIndex(error) === undefined) return storeError(where, error);
  return new StoreError(`${where}: documents that are there break it`, { retryable: false });
}

function definitionOf({ name, fields, unique }: IndexDeclaration): Definition {
  const key = new Map<string, 1 | -1>(fields);
  if (unique) {
    const optional = fields.filter(([path]) => path !== '_id');
    const present = optional.map(([path]) => [path, { $exists: true }]);
    return { name, key, unique, partialFilterExpression: Object.fromEntries(present) };
  }
  // With the id as its last field, the index also serves the order of ties.
  if (!key.has('_id')) key.set('_id', fields.at(-1)?.[1] ?? 1);
  return { name, key };
}

async function existing(db: mongo.Db, collection: string): Promise<mongo.IndexDescriptionInfo[]> {
  try {
    return await db.collection(collection).indexes();
  } catch (error) {
    if (isMissingCollection(error)) return [];
    throw error;
  }
}

function isSame(
  known: mongo.IndexDescriptionInfo,
  { key, unique, partialFilterExpression }: Definition,
): boolean {
  return (
    isDeepStrictEqual(Object.entries(known.key), [...(key as Map<string, unknown>)]) &&
    (known.unique ?? false) === (unique ?? false) &&
    JSON.stringify(known.partialFilterExpression) === JSON.stringify(partialFilterExpression) &&
    !['sparse', 'expireAfterSeconds', 'collation', 'hidden'].some((option) => Reflect.get(known, option))
  );
}

function conflict(collection: string, index: string): StoreError {
  return new StoreError(
    `index ${collection}:${index}: the database has another of that name or those members; drop it there first`,
    { retryable: false },
  );
}
