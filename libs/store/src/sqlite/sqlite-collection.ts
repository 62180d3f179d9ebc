import { checkNoEvents } from '../check-write.ts';
import { declaredIndexes } from '../declaration.ts';
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
import type { CommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { changeOfMark, changeOfPurge, changeOfWrite } from './document-change.ts';
import { parseDocuments, readDocument } from './document-text.ts';
import { quoted } from './names.ts';
import { selectCount, selectDocuments } from './select.ts';
import { retried } from './sqlite-error.ts';

const MOST_IDS = 1_000;
const MOST_WRITES = 100;

/** The port's collection on a table. `onEvents` is called with its name after each write with events. */
export function createSqliteCollection<D extends Document>(
  declaration: CollectionDeclaration<D>,
  connection: Connection,
  queue: CommitQueue,
  onEvents: WriteListener,
): Collection<D> {
  const { name } = declaration;
  const { prepare } = connection;
  const indexes = declaredIndexes(declaration);
  const byId = `SELECT document FROM ${quoted(name)} WHERE id = ?`;
  const byIds = `SELECT document FROM ${quoted(name)} WHERE id IN (SELECT value FROM json_each(?))`;

  function atMost(count: number, most: number): void {
    if (count > most)
      throw new StoreError(`${name}: ${count} at a time, ${most} are allowed`, { retryable: false });
  }

  async function write(change: Write<D>): Promise<WriteResult> {
    const result = await queue.make(changeOfWrite(declaration, change));
    if (result.status === 'written' && change.events.length > 0) onEvents(name);
    return result;
  }

  async function find(query: Query): Promise<D[]> {
    const { sql, parameters } = selectDocuments(name, query, indexes);
    return parseDocuments<D>(await retried(name, () => prepare(sql).all(...parameters)));
  }

  return {
    name,
    find,
    write,
    async get(id) {
      const row = await retried(name, () => prepare(byId).get(id));
      return row && readDocument<D>(String(row.document));
    },
    async getMany(ids) {
      atMost(ids.length, MOST_IDS);
      const rows = await retried(name, () => prepare(byIds).all(JSON.stringify(ids)));
      return parseDocuments<D>(rows, readDocument);
    },
    async findOne(where: Filter) {
      const [first] = await find({ where, limit: 1 });
      return first;
    },
    async count(where) {
      const { sql, parameters } = selectCount(name, where);
      const row = await retried(name, () => prepare(sql).get(...parameters));
      return Number(row?.count);
    },
    async writeMany(writes) {
      atMost(writes.length, MOST_WRITES);
      const changes = writes.map((write) => changeOfWrite(declaration, write));
      try {
        return await queue.makeMany(changes);
      } finally {
        // When one fails, others may have been written.
        if (writes.some(({ events }) => events.length > 0)) onEvents(name);
      }
    },
    async writeInOrder(writes) {
      atMost(writes.length, MOST_WRITES);
      checkNoEvents(name, writes);
      return queue.makeInOrder(writes.map((write) => changeOfWrite(declaration, write)));
    },
    async mark(id, members) {
      await queue.make(changeOfMark(declaration, id, members));
    },
    async purge(ids) {
      for (let from = 0; from < ids.length; from += MOST_WRITES) {
        await queue.make(changeOfPurge(name, ids.slice(from, from + MOST_WRITES)));
      }
    },
  };
}
