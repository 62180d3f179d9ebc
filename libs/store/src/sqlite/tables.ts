import type { IndexDeclaration } from '../declaration.ts';
import { declaredIndexes } from '../declaration.ts';
import type { CollectionDeclaration, Document } from '../port.ts';
import type { Connection } from './connection.ts';
import { pathExpression, quoted } from './names.ts';
import { storeError } from './sqlite-error.ts';

/** Collections' names begin with a letter, so this is never one. */
export const LEASES = '_leases';

/** The events' order in the outbox: whose oldest unpublished event is oldest comes first. */
export const OLDEST_PENDING = `json_extract(pending, '$[0].version')`;

/** The version of a document's newest unpublished event. */
export const LAST_PENDING = `json_extract(pending, '$[#-1].version')`;

/** An index's name in SQLite, where names are one space for all tables. */
export function indexName(collection: string, index: string): string {
  return `${collection}:${index}`;
}

/**
 * Makes the tables and indexes that are missing, and makes anew an index whose definition has changed. One that is
 * declared no longer is left: another release may still need it. Throws StoreError.
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
      // A rowid table: with documents of this size it took twice the writes of one WITHOUT ROWID.
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
 * What a unique index has already is not made again: SQLite walks it in order and sorts only the ties, of which it has none.
 * It serves queries that give a value or a range of each of its members, for it holds no document that lacks one.
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
  // With the id at its end, the index bears a sort together with its ties.
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
    // Most likely documents that are there already break a new unique index.
    throw storeError(`index ${name}`, error);
  }
}

/** A direction in SQL. */
export function order(direction: 1 | -1): 'ASC' | 'DESC' {
  return direction === 1 ? 'ASC' : 'DESC';
}
