import { checkMarks, checkWrite } from '../check-write.ts';
import { markChanges, memberChanges } from '../member-changes.ts';
import type { Document, Write, WriteResult } from '../port.ts';
import type { Connection } from './connection.ts';
import { appendedText, asText, changedText, checkSize, eventsText } from './document-text.ts';
import { quoted } from './names.ts';
import { refusingIndex } from './sqlite-error.ts';
import { indexName } from './tables.ts';

/** A change ready to run inside a transaction. What it was made from may change afterwards. */
export type Prepared<T> = () => T;

/** Makes the changes of one collection's documents. Each throws StoreError for what may not be stored. */
export interface DocumentWriter {
  write(write: Write<Document>): Prepared<WriteResult>;
  mark(id: string, members: Readonly<Record<string, unknown>>): Prepared<void>;
  purge(ids: readonly string[]): Prepared<void>;
}

interface Row {
  version: number;
  document: string;
  pending: string | null;
}

/** The writer of a collection. */
export function createDocumentWriter({ prepare }: Connection, collection: string): DocumentWriter {
  const table = quoted(collection);
  const select = `SELECT version, document, pending FROM ${table} WHERE id = ?`;
  const insert = `INSERT INTO ${table} (id, version, document, pending) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
  const update = `UPDATE ${table} SET version = ?, document = ?, pending = ? WHERE id = ?`;

  const stored = (id: string) => prepare(select).get(id) as Row | undefined;

  function write({ previous, document, events }: Write<Document>): Prepared<WriteResult> {
    checkWrite(collection, { previous, document, events });
    const { _id: id, version } = document;
    const added = eventsText(events);
    if (previous === undefined) {
      const text = JSON.stringify(document);
      checkSize(collection, text, added);
      return answering(id, () => {
        const { changes } = prepare(insert).run(id, version, text, added);
        return { status: changes === 1 ? 'written' : 'conflict' };
      });
    }
    const changes = asText(memberChanges(previous, document));
    const expected = previous.version;
    return answering(undefined, () => {
      const row = stored(id);
      if (row?.version !== expected) return { status: 'conflict' };
      const text = changedText(row.document, changes);
      const pending = appendedText(row.pending, added);
      checkSize(collection, text, pending);
      prepare(update).run(version, text, pending, id);
      return { status: 'written' };
    });
  }

  /** A unique index's refusal is an answer. A new document's taken id is the nearer one where both hold. */
  function answering(newId: string | undefined, run: () => WriteResult): Prepared<WriteResult> {
    return () => {
      try {
        return run();
      } catch (error) {
        const index = refusingIndex(error);
        if (index === undefined) throw error;
        if (newId !== undefined && stored(newId) !== undefined) return { status: 'conflict' };
        return { status: 'duplicate', index: index.slice(indexName(collection, '').length) };
      }
    };
  }

  function mark(id: string, members: Readonly<Record<string, unknown>>): Prepared<void> {
    checkMarks(collection, members);
    const changes = asText(markChanges(members));
    return () => {
      const row = stored(id);
      if (row === undefined) return;
      const text = changedText(row.document, changes);
      checkSize(collection, text, row.pending);
      prepare(update).run(row.version, text, row.pending, id);
    };
  }

  function purge(ids: readonly string[]): Prepared<void> {
    const list = JSON.stringify(ids);
    return () => {
      prepare(`DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`).run(list);
    };
  }

  return { write, mark, purge };
}
