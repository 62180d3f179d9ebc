import { refusingIndex } from '@gatehouse/sqlite';
import type { WriteResult } from '../port.ts';
import type { Connection } from './connection.ts';
import type { DocumentChange, Sequence } from './document-change.ts';
import { changedText, checkSize } from './document-text.ts';
import { appendedText, withoutVersions } from './events-text.ts';
import { quoted } from './names.ts';
import { indexName, LAST_PENDING } from './tables.ts';

interface Row {
  version: number;
  document: string;
  pending: string | null;
}

type Changed<K extends DocumentChange['kind']> = Extract<DocumentChange, { kind: K }>;

const WRITTEN: WriteResult = { status: 'written' };

interface Statements {
  select: string;
  insert: string;
  update: string;
  purge: string;
  publishAll: string;
  publishSome: string;
}

/** Each text is made once: a connection knows its prepared statements by them. */
const statements = new Map<string, Statements>();

function statementsOf(collection: string): Statements {
  const known = statements.get(collection);
  if (known !== undefined) return known;
  const table = quoted(collection);
  const made = {
    select: `SELECT version, document, pending FROM ${table} WHERE id = ?`,
    insert: `INSERT INTO ${table} (id, version, document, pending) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    update: `UPDATE ${table} SET version = ?, document = ?, pending = ? WHERE id = ?`,
    publishAll: `UPDATE ${table} SET pending = NULL WHERE id = ? AND ${LAST_PENDING} = ?`,
    publishSome: `UPDATE ${table} SET pending = ? WHERE id = ?`,
    purge: `DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
  };
  statements.set(collection, made);
  return made;
}

/** Makes a change inside the transaction under way. A write is answered; a mark or a purge is done. Throws StoreError. */
export function makeChange(connection: Connection, change: DocumentChange): WriteResult {
  switch (change.kind) {
    case 'insert':
      return answering(connection, change, () => insert(connection, change));
    case 'update':
      return answering(connection, change, () => update(connection, change));
    case 'mark':
      return mark(connection, change);
    case 'purge':
      return purge(connection, change);
    case 'published':
      return markPublished(connection, change);
  }
}

/** The same for one change, or for a sequence: the answers of those writes that were tried. */
export function makeQueued(
  connection: Connection,
  change: DocumentChange | Sequence,
): WriteResult | WriteResult[] {
  if (change.kind !== 'sequence') return makeChange(connection, change);
  const results: WriteResult[] = [];
  for (const write of change.writes) {
    const result = makeChange(connection, write);
    results.push(result);
    if (result.status !== 'written') break;
  }
  return results;
}

function stored({ prepare }: Connection, collection: string, id: string): Row | undefined {
  return prepare(statementsOf(collection).select).get(id) as Row | undefined;
}

function put({ prepare }: Connection, collection: string, id: string, row: Row): void {
  checkSize(collection, row.document, row.pending);
  prepare(statementsOf(collection).update).run(row.version, row.document, row.pending, id);
}

function insert({ prepare }: Connection, change: Changed<'insert'>): WriteResult {
  const { collection, id, version, text, events } = change;
  const { changes } = prepare(statementsOf(collection).insert).run(id, version, text, events);
  return { status: changes === 1 ? 'written' : 'conflict' };
}

function update(connection: Connection, change: Changed<'update'>): WriteResult {
  const { collection, id, expected, version, changes, events } = change;
  const row = stored(connection, collection, id);
  if (row?.version !== expected) return { status: 'conflict' };
  const document = changedText(row.document, changes);
  put(connection, collection, id, { version, document, pending: appendedText(row.pending, events) });
  return WRITTEN;
}

/** A unique index's refusal is an answer. A new document's taken id is the nearer one where both hold. */
function answering(
  connection: Connection,
  { collection, kind, id }: Changed<'insert' | 'update'>,
  run: () => WriteResult,
): WriteResult {
  try {
    return run();
  } catch (error) {
    const index = refusingIndex(error);
    if (index === undefined) throw error;
    if (kind === 'insert' && stored(connection, collection, id) !== undefined) return { status: 'conflict' };
    return { status: 'duplicate', index: index.slice(indexName(collection, '').length) };
  }
}

function mark(connection: Connection, { collection, id, changes }: Changed<'mark'>): WriteResult {
  const row = stored(connection, collection, id);
  if (row !== undefined)
    put(connection, collection, id, { ...row, document: changedText(row.document, changes) });
  return WRITTEN;
}

function purge({ prepare }: Connection, { collection, ids }: Changed<'purge'>): WriteResult {
  prepare(statementsOf(collection).purge).run(JSON.stringify(ids));
  return WRITTEN;
}

/** Takes out events that are in the log, and leaves newer ones. */
function markPublished(connection: Connection, change: Changed<'published'>): WriteResult {
  const { collection, id, versions } = change;
  const { publishAll, publishSome } = statementsOf(collection);
  const { changes } = connection.prepare(publishAll).run(id, versions.at(-1) ?? 0);
  const pending = changes === 0 ? stored(connection, collection, id)?.pending : undefined;
  // It has newer events too.
  if (typeof pending === 'string')
    connection.prepare(publishSome).run(withoutVersions(pending, versions), id);
  return WRITTEN;
}
