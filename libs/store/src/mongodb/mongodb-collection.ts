import { checkNoEvents } from '../check-write.ts';
import type {
  Collection,
  CollectionDeclaration,
  Document,
  Filter,
  Query,
  Write,
  WriteResult,
} from '../port.ts';
import { StoreError } from '../port.ts';
import type { WriteListener } from '../write-listeners.ts';
import { BATCH_LIMIT_MS, CALL_LIMIT_MS, type Calls, LONG_CALL_LIMIT_MS } from './calls.ts';
import { createDocumentWriter, type PreparedWrite } from './document-writer.ts';
import { findTogether } from './find-together.ts';
import { gathered } from './gathered.ts';
import { belowModel, type StoredModel } from './mongodb-connection.ts';
import { mongodbFilter, mongodbSort } from './mongodb-query.ts';
import { fromStored, type StoredDocument, WITHOUT_PENDING } from './stored-document.ts';
import { writeInOrder, writeTogether } from './write-many.ts';

const MOST_IDS = 1_000;
const MOST_WRITES = 100;
/** Gets or writes in one call. */
const GATHERED = 100;

/** The port's collection on a mongoose model. `onEvents` is called with its name after each write with events. */
export function createMongodbCollection<D extends Document>(
  declaration: CollectionDeclaration<D>,
  model: StoredModel,
  calls: Calls,
  onEvents: WriteListener,
): Collection<D> {
  const { name, schema } = declaration;
  const writer = createDocumentWriter(declaration, model, calls);
  const projection = WITHOUT_PENDING;

  function atMost(count: number, most: number): void {
    if (count > most) refuse(`${count} at a time, ${most} are allowed`);
  }

  function refuse(reason: string): never {
    throw new StoreError(`${name}: ${reason}`, { retryable: false });
  }

  function findAlone({ where, sort, skip = 0, limit }: Query): Promise<StoredDocument[]> {
    const order = mongodbSort(sort);
    const options = { projection, skip, limit, batchSize: limit, ...(order && { sort: order }) };
    return belowModel(model).find(mongodbFilter(where, schema), options).toArray();
  }

  const findStored = findTogether({
    find: findAlone,
    findForAll: (query) => calls.runPart(name, () => findAlone(query)),
  });

  async function find(query: Query): Promise<D[]> {
    const { where, sort, skip = 0, limit } = query;
    for (const count of [skip, limit]) {
      if (!Number.isSafeInteger(count) || count < 0) refuse('skip and limit are whole numbers');
    }
    // Faults are the caller's own, not of those whose queries are asked together.
    mongodbFilter(where, schema);
    mongodbSort(sort);
    // For MongoDB a limit of 0 is none.
    if (limit === 0) return [];
    // Each caller has documents of its own.
    return calls.run(name, async () => (await findStored(query)).map(fromStored<D>));
  }

  /** Gets that are asked at the same time share a call, and so do writes: what the server and the driver do for each costs most. */
  const getGathered = gathered<string, D | undefined>({
    most: GATHERED,
    limitMs: CALL_LIMIT_MS,
    send: async (ids) => {
      const stored = await calls.runPart(name, () => storedOf([...new Set(ids)]));
      const found = new Map(stored.map((each) => [each._id, each]));
      // Each caller has a document of its own.
      return ids.map((id) => {
        const each = found.get(id);
        return { value: each && fromStored<D>(each) };
      });
    },
  });
  const writeGathered = gathered<PreparedWrite, WriteResult>({
    most: GATHERED,
    limitMs: BATCH_LIMIT_MS,
    keyOf: ({ id }) => id,
    send: (writes) => calls.runPart(name, () => writeTogether(model, writes), BATCH_LIMIT_MS),
  });

  function storedOf(ids: readonly string[]): Promise<StoredDocument[]> {
    const options = { projection, batchSize: MOST_IDS };
    return belowModel(model)
      .find({ _id: { $in: [...ids] } }, options)
      .toArray();
  }

  async function getMany(ids: readonly string[]): Promise<D[]> {
    if (ids.length > GATHERED) return (await storedOf(ids)).map(fromStored<D>);
    const found = await Promise.all([...new Set(ids)].map(getGathered));
    return found.filter((each) => each !== undefined);
  }

  async function sendAll(writes: readonly Write<D>[]): Promise<WriteResult[]> {
    const prepared = writes.map((write) => writer.prepare(write));
    const sent = await Promise.allSettled(prepared.map(writeGathered));
    if (prepared.some(({ hasEvents }, index) => hasEvents && mayBeWritten(sent[index]))) onEvents(name);
    return valuesOf(sent);
  }

  return {
    name,
    find,
    get: (id) => calls.run(name, () => getGathered(id)),
    async getMany(ids) {
      atMost(ids.length, MOST_IDS);
      return calls.run(name, () => getMany(ids));
    },
    async findOne(where: Filter) {
      const [first] = await find({ where, limit: 1 });
      return first;
    },
    async count(where) {
      const filter = mongodbFilter(where, schema);
      return calls.run(name, () => model.countDocuments(filter), LONG_CALL_LIMIT_MS);
    },
    async write(write) {
      const prepared = writer.prepare(write);
      const { hasEvents } = prepared;
      try {
        const result = await calls.run(name, () => writeGathered(prepared));
        if (result.status === 'written' && hasEvents) onEvents(name);
        return result;
      } catch (error) {
        // It may have been written.
        if (hasEvents) onEvents(name);
        throw error;
      }
    },
    async writeMany(writes) {
      atMost(writes.length, MOST_WRITES);
      return calls.run(name, () => sendAll(writes), BATCH_LIMIT_MS);
    },
    async writeInOrder(writes) {
      atMost(writes.length, MOST_WRITES);
      checkNoEvents(name, writes);
      const prepared = writes.map((write) => writer.prepare(write));
      return calls.run(name, () => writeInOrder(model, prepared), BATCH_LIMIT_MS);
    },
    async mark(id, members) {
      await calls.run(name, writer.mark(id, members));
    },
    async purge(ids) {
      for (let from = 0; from < ids.length; from += MOST_WRITES) {
        const some = ids.slice(from, from + MOST_WRITES);
        await calls.run(name, () => model.deleteMany({ _id: { $in: some } }), LONG_CALL_LIMIT_MS);
      }
    },
  };
}

function mayBeWritten(sent: PromiseSettledResult<WriteResult> | undefined): boolean {
  return sent?.status === 'rejected' || sent?.value.status === 'written';
}

function valuesOf<T>(results: readonly PromiseSettledResult<T>[]): T[] {
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
