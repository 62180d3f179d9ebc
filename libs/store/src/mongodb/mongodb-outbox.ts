import type { mongo } from 'mongoose';
import type { OutboxEntry } from '../port.ts';
import { type Calls, LONG_CALL_LIMIT_MS } from './calls.ts';
import { belowModel, type StoredModel } from './mongodb-connection.ts';
import { type Pending, type StoredDocument, toOutbox } from './stored-document.ts';

/** The most that one read returns, beyond its first document: as much as the log takes in one request. */
const MOST_BYTES = 512 * 1024;
/** Documents per batch of the cursor. Even at their largest they fit one answer of MongoDB. */
const FETCHED = 50;

interface Waiting {
  oldest: number;
  bytes: number;
  entry: OutboxEntry;
}

/** Whether events wait in a collection; not where it is missing. */
export async function holdsEvents(db: mongo.Db, name: string): Promise<boolean> {
  const waiting = { '_pending.oldest': { $exists: true } };
  return (await db.collection(name).findOne(waiting, { projection: { _id: 1 } })) !== null;
}

/** The outbox of all collections of a store that have one. An added one that another process has dropped is empty. */
export function createMongodbOutbox(
  models: () => readonly StoredModel[],
  calls: Calls,
): {
  read(limit: number, some?: ReadonlySet<string>): Promise<OutboxEntry[]>;
  markPublished(entries: readonly OutboxEntry[]): Promise<void>;
} {
  /** The entries of one collection, the oldest first, at most as many as one read returns. */
  async function waitingIn(model: StoredModel, limit: number): Promise<Waiting[]> {
    const cursor = belowModel(model).find(
      { '_pending.oldest': { $exists: true } },
      {
        projection: { _pending: 1 },
        sort: { '_pending.oldest': 1 },
        limit,
        batchSize: Math.min(limit, FETCHED),
        // What is published is never undone by a failover.
        readConcern: { level: 'majority' },
      },
    );
    const waiting: Waiting[] = [];
    let bytes = 0;
    for await (const { _id: id, _pending: pending } of cursor) {
      if (pending === undefined) continue;
      waiting.push({ ...pending, entry: entryOf(model.collection.name, id, pending) });
      bytes += pending.bytes;
      if (bytes > MOST_BYTES) break;
    }
    return waiting;
  }

  return {
    async read(limit, some) {
      if (limit === 0) return [];
      const looked = models().filter(({ collection }) => some?.has(collection.name) ?? true);
      const waiting = await calls.run('outbox', () =>
        Promise.all(looked.map((model) => waitingIn(model, limit))),
      );
      const inOrder = waiting.flat().sort((one, other) => one.oldest - other.oldest);
      return withinBytes(inOrder.slice(0, limit)).map(({ entry }) => entry);
    },
    async markPublished(entries) {
      await calls.run(
        'outbox',
        async () => {
          const perCollection = Map.groupBy(entries, ({ collection }) => collection);
          await Promise.all(
            models().map(async (model) => {
              const marks = (perCollection.get(model.collection.name) ?? []).map(publishedMark);
              // Acknowledged by a majority, or the next read might find them again; the journal may follow later.
              const options = { ordered: false, writeConcern: { w: 'majority' } } as const;
              if (marks.length > 0) await belowModel(model).bulkWrite(marks, options);
            }),
          );
        },
        LONG_CALL_LIMIT_MS,
      );
    },
  };
}

function entryOf(collection: string, id: string, pending: Pending): OutboxEntry {
  return { collection, id, events: toOutbox(pending) };
}

function withinBytes(waiting: readonly Waiting[]): Waiting[] {
  let bytes = 0;
  const end = waiting.findIndex((each) => {
    bytes += each.bytes;
    return bytes > MOST_BYTES;
  });
  return end === -1 ? [...waiting] : waiting.slice(0, Math.max(end, 1));
}

/** Removes an entry's events by their versions, and the member itself with the last of them. */
function publishedMark({ id, events }: OutboxEntry): mongo.AnyBulkWriteOperation<StoredDocument> {
  const versions = events.map(({ version }) => version);
  const left = {
    $filter: {
      input: '$_pending.events',
      as: 'each',
      cond: { $not: [{ $in: ['$$each.version', versions] }] },
    },
  };
  const pending = {
    events: '$_pending.events',
    oldest: { $min: '$_pending.events.version' },
    bytes: { $sum: '$_pending.events.bytes' },
  };
  return {
    updateOne: {
      filter: { _id: id, '_pending.oldest': { $exists: true } },
      update: [
        { $set: { '_pending.events': left } },
        { $set: { _pending: { $cond: [{ $eq: ['$_pending.events', []] }, '$$REMOVE', pending] } } },
      ],
    },
  };
}
