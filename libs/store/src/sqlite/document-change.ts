import { refusingIndex } from '@gatehouse/sqlite';
import { checkMarks, checkWrite } from '../check-write.ts';
import { markChanges } from '../member-changes.ts';
import type { CollectionDeclaration, Document, OutboxEntry, Write, WriteResult } from '../port.ts';
import type { Connection } from './connection.ts';
import { asText, changedText, checkSize, textOfWrite } from './document-text.ts';
import { appendedText, eventsText, withoutVersions } from './events-text.ts';
import { quoted } from './names.ts';
import { indexName, LAST_PENDING } from './tables.ts';

/** A change, to be made inside a transaction. It has its own copy of what it writes. */
export type Change<T = unknown> = (connection: Connection) => T;

/** Each text is made once: a connection finds its prepared statements by them. */
const statements = new Map<string, ReturnType<typeof makeStatements>>();

function statementsOf(collection: string) {
  const known = statements.get(collection) ?? makeStatements(quoted(collection));
  statements.set(collection, known);
  return known;
}

function makeStatements(table: string) {
  return {
    select: `SELECT version, document, pending FROM ${table} WHERE id = ?`,
    insert: `INSERT INTO ${table} (id, version, document, pending) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    update: `UPDATE ${table} SET version = ?, document = ?, pending = ? WHERE id = ?`,
    publishAll: `UPDATE ${table} SET pending = NULL WHERE id = ? AND ${LAST_PENDING} = ?`,
    publishSome: `UPDATE ${table} SET pending = ? WHERE id = ?`,
    purge: `DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
  };
}

interface Row {
  version: number;
  document: string;
  pending: string | null;
}

/** A write. Throws StoreError for what may not be stored. */
export function changeOfWrite(
  declaration: CollectionDeclaration<Document>,
  write: Write<Document>,
): Change<WriteResult> {
  checkWrite(declaration, write);
  const { previous, document, events: added } = write;
  const { name } = declaration;
  const { _id: id, version } = document;
  const events = eventsText(added);
  if (previous === undefined)
    return insertOf(name, id, { version, document: JSON.stringify(document), pending: events });
  const expected = previous.version;
  const textOf = textOfWrite(previous, document);
  return (connection) => {
    const row = stored(connection, name, id);
    if (row?.version !== expected) return { status: 'conflict' };
    const next = {
      version,
      document: textOf(row.document),
      pending: appendedText(row.pending, events),
    };
    return answerOf(name, () => put(connection, name, id, next));
  };
}

function insertOf(name: string, id: string, row: Row): Change<WriteResult> {
  checkSize(name, row.document, row.pending);
  return (connection) => {
    const result = answerOf(name, () => {
      const { changes } = connection
        .prepare(statementsOf(name).insert)
        .run(id, row.version, row.document, row.pending);
      return changes === 1 ? 'written' : 'conflict';
    });
    // Where both hold, the taken id is the nearer answer.
    const isTaken = result.status === 'duplicate' && stored(connection, name, id) !== undefined;
    return isTaken ? { status: 'conflict' } : result;
  };
}

/** A mark. Throws StoreError for what may not be marked. */
export function changeOfMark(
  declaration: CollectionDeclaration<Document>,
  id: string,
  members: Readonly<Record<string, unknown>>,
): Change {
  checkMarks(declaration, members);
  const { name } = declaration;
  const changes = asText(markChanges(members));
  return (connection) => {
    const row = stored(connection, name, id);
    if (row !== undefined)
      put(connection, name, id, { ...row, document: changedText(row.document, changes) });
  };
}

/** A purge. */
export function changeOfPurge(name: string, ids: readonly string[]): Change {
  return ({ prepare }) => void prepare(statementsOf(name).purge).run(JSON.stringify(ids));
}

/** Removes events that are in the log, and leaves newer ones. */
export function changeOfPublished({ collection, id, events }: OutboxEntry): Change {
  const versions = events.map(({ version }) => version);
  const { publishAll, publishSome } = statementsOf(collection);
  return (connection) => {
    const { changes } = connection.prepare(publishAll).run(id, versions.at(-1) ?? 0);
    const pending = changes === 0 ? stored(connection, collection, id)?.pending : undefined;
    // It has newer events too.
    if (typeof pending === 'string') {
      connection.prepare(publishSome).run(withoutVersions(pending, versions), id);
    }
  };
}

function stored({ prepare }: Connection, name: string, id: string): Row | undefined {
  return prepare(statementsOf(name).select).get(id) as Row | undefined;
}

function put({ prepare }: Connection, name: string, id: string, row: Row): 'written' {
  checkSize(name, row.document, row.pending);
  prepare(statementsOf(name).update).run(row.version, row.document, row.pending, id);
  return 'written';
}

/** A unique index's refusal is an answer. */
function answerOf(name: string, write: () => 'written' | 'conflict'): WriteResult {
  try {
    return { status: write() };
  } catch (error) {
    const index = refusingIndex(error);
    if (index === undefined) throw error;
    return { status: 'duplicate', index: index.slice(indexName(name, '').length) };
  }
}
