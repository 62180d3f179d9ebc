import { refusingIndex } from '@gatehouse/sqlite';
import { checkWhole } from '../check-write.ts';
import type { CollectionDeclaration, Document, PendingEvent, Transfer, WholeDocument } from '../port.ts';
import { StoreError } from '../port.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import type { Change } from './document-change.ts';
import { checkSize } from './document-text.ts';
import { eventsText } from './events-text.ts';
import { quoted } from './names.ts';
import { retried } from './sqlite-error.ts';

/** Reads and writes whole documents of a table. */
export function createSqliteTransfer<D extends Document>(
  declaration: CollectionDeclaration<D>,
  { prepare }: Connection,
  queue: CommitQueue,
): Transfer<D> {
  const { name } = declaration;
  const table = quoted(name);
  const select = `SELECT document, pending FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`;
  const upsert = `INSERT INTO ${table} (id, version, document, pending) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document, pending = excluded.pending`;

  function wholeOf(row: { document?: unknown; pending?: unknown }): WholeDocument<D> {
    return {
      document: JSON.parse(String(row.document)) as D,
      pending: typeof row.pending === 'string' ? (JSON.parse(row.pending) as PendingEvent[]) : [],
    };
  }

  function replacementBy({ document, pending }: WholeDocument<D>): Change {
    checkWhole(declaration, document);
    const text = JSON.stringify(document);
    const events = eventsText(pending);
    checkSize(name, text, events);
    return ({ prepare }) => {
      try {
        prepare(upsert).run(document._id, document.version, text, events);
      } catch (error) {
        const index = refusingIndex(error);
        if (index === undefined) throw error;
        throw new StoreError(`${name}: the index ${index} refuses a document`, { retryable: false });
      }
    };
  }

  return {
    name,
    read: async (after, limit) => (await retried(name, () => prepare(select).all(after, limit))).map(wholeOf),
    async put(documents) {
      await queue.makeMany(documents.map(replacementBy));
    },
  };
}
