import { defineCollection } from '../declaration.ts';
import type {
  Collection,
  CollectionDeclaration,
  Document,
  OutboxEvent,
  PendingEvent,
  Store,
} from '../port.ts';
import { type DocumentOf, documentSchema, optionalJson } from '../schema.ts';

/** An empty store of an engine for one test, which may be opened several times. */
export interface StoreFixture {
  open(collections: readonly CollectionDeclaration<Document>[]): Promise<Store>;
  /** Closes what is still open, and deletes the store. */
  destroy(): Promise<void>;
}

/** The store of a test, for each group of the suite. */
export interface ContractContext {
  /** The test's store, with the collections below. */
  store(): Store;
  people(): Collection<Person>;
  /** The same store opened once more, as another process would. */
  openAnother(): Promise<Store>;
}

const personSchema = documentSchema({
  name: { type: String, required: true },
  email: String,
  age: { type: Number, min: 0 },
  active: Boolean,
  tags: optionalJson<string[]>(),
  address: optionalJson<{ town?: string; verified?: boolean }>(),
  /** Unique together. */
  school: String,
  seat: Number,
});
personSchema.index({ email: 1 }, { name: 'email', unique: true });
personSchema.index({ school: 1, seat: 1 }, { name: 'seat', unique: true });
personSchema.index({ name: 1, age: -1 }, { name: 'name_age' });
personSchema.index({ 'address.town': 1 }, { name: 'town' });

export const PEOPLE = defineCollection('people', personSchema);
export type Person = DocumentOf<typeof personSchema>;
/** Somebody to write. */
export const ADA: Person = { _id: 'A', version: 1, name: 'Ada', age: 36, address: { town: 'Ely' } };
export const NOTES = defineCollection('notes', documentSchema({ text: { type: String, required: true } }));
export const COLLECTIONS = [PEOPLE, NOTES];

/** Inserts documents at version 1, without events. */
export async function insertAll<D extends Document>(
  collection: Collection<D>,
  documents: readonly Omit<D, 'version'>[],
): Promise<D[]> {
  const inserted = documents.map((document) => ({ ...document, version: 1 }) as D);
  for (let from = 0; from < inserted.length; from += 100) {
    const writes = inserted.slice(from, from + 100).map((document) => ({ document, events: [] }));
    const results = await collection.writeMany(writes);
    expect(results.every((result) => result.status === 'written')).toBe(true);
  }
  return inserted;
}

/** An event as the outbox gives it. */
export function onItsWay({ event, ...rest }: PendingEvent): OutboxEvent {
  return { ...rest, value: JSON.stringify(event) };
}

export function eventOf(key: string, version: number, type = 'person.changed'): PendingEvent {
  return { topic: 'people.v1', key, version, event: { type, data: { quoted: '"é\u0000"' } } };
}

export function ids(documents: readonly Document[]): string[] {
  return documents.map((document) => document._id);
}
