import type { IndexDeclaration } from '../declaration.ts';
import { declaredIndexes } from '../declaration.ts';
import type { CollectionDeclaration, Document } from '../port.ts';
import type { Connection } from './connection.ts';
import { pathExpression, quoted } from './names.ts';
import { storeError } from './sqlite-error.ts';

/** Collections' names begin with a letter, so this is never one. */
export const LEASES = '_leases';

/** The outbox's order: the documents with the oldest unpublished event come first. */
export const OLDEST_PENDING = `json_extract(pending, '$[0].version')`;

/** The version of a document's newest unpublished event. */
export const LAST_PENDING = `json_extract(pending, '$[#-1].version')`;

/** An index's name in SQLite, where all tables share one namespace. */
export function indexName(collection: string, index: string): string {
  return `${collection}:${index}`;
}

/**
 * Creates missing tables and indexes, and creates an index anew when its definition has changed. An index that is no longer
 * declared stays: another release may need it. Throws StoreError.
 */
export function ensureTables(
  connection: Connection,
  collections: readonly CollectionDeclaration<Document>[],
): void {
  connection.transaction(() => {
    const { database } = connection;
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${LEASES} (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL,
        process TEXT NOT NULL)`,
    );
    for (const collection of collections) {
      const table = quoted(collection.name);
      // A rowid table: with documents of this size it made twice as many writes a second as one WITHOUT ROWID.
      database.exec(
        `CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, document TEXT NOT NULL, pending TEXT)`,
      );
      ensureIndex(
        connection,
        indexName(collection.name, '_pending'),
        (name) => `CREATE INDEX ${name} ON ${table} (${OLDEST_PENDING}) WHERE pending IS NOT NULL`,
      );
      for (const index of withoutRepeated(declaredIndexes(collection))) {
        ensureIndex(connection, indexName(collection.name, index.name), (name) =>
          indexDefinition(name, table, index),
        );
      }
    }
  });
}

/**
 * Leaves out an index whose members a unique index has already. The unique one serves the same queries: those that give a
 * value or a range for each member, since it has no documents that lack one.
 */
function withoutRepeated(indexes: readonly IndexDeclaration[]): readonly IndexDeclaration[] {
  const membersOf = ({ fields }: IndexDeclaration) => JSON.stringify(fields);
  const unique = new Set(indexes.filter((index) => index.unique).map(membersOf));
  return indexes.filter((index) => index.unique || !unique.has(membersOf(index)));
}

function indexDefinition(name: string, table: string, { fields, unique }: IndexDeclaration): string {
  const columns = fields.map(([path, direction]) => `${pathExpression(path).value} ${order(direction)}`);
  if (unique) {
    const optional = fields.filter(([path]) => path !== '_id');
    const present = optional.map(([path]) => `${pathExpression(path).value} IS NOT NULL`);
    return `CREATE UNIQUE INDEX ${name} ON ${table} (${columns.join(', ')}) WHERE ${present.join(' AND ')}`;
  }
  // With the id as its last field, the index also serves the order of ties.
  const last = fields.at(-1)?.[1] ?? 1;
  if (!fields.some(([path]) => path === '_id')) columns.push(`id ${order(last)}`);
  return `CREATE INDEX ${name} ON ${table} (${columns.join(', ')})`;
}

function ensureIndex(connection: Connection, name: string, define: (quotedName: string) => string): void {
  const definition = define(quoted(name));
  const known = connection
    .prepare(`SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?`)
    .get(name);
  if (known?.sql === definition) return;
  try {
    if (known !== undefined) connection.database.exec(`DROP INDEX ${quoted(name)}`);
    connection.database.exec(definition);
  } catch (error) {
    // Most likely stored documents break a new unique index.
    throw storeError(`index ${name}`, error);
  }
}

/** A direction in SQL. */
export function order(direction: 1 | -1): 'ASC' | 'DESC' {
  return direction === 1 ? 'ASC' : 'DESC';
}
