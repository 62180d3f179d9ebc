import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutboxEntry } from '../port.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { changeOfPublished } from './document-change.ts';
import { outboxEvents } from './events-text.ts';
import { quoted } from './names.ts';
import { retried } from './sqlite-error.ts';
import { OLDEST_PENDING } from './tables.ts';

/** The most that one read returns, beyond its first document: as much as the log takes in one request. */
const MOST_TEXT = 512 * 1024;
const MOST_PER_COMMIT = 100;

/** The collections whose events wait for the relay. */
interface PublishingCollections {
  declared: readonly string[];
  /** Added ones: another process may drop them. */
  added: ReadonlySet<string>;
}

const EXISTING = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN (SELECT value FROM json_each(?))`;

/** Those of some names that are tables. */
function existing({ prepare }: Connection, names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  return prepare(EXISTING)
    .all(JSON.stringify([...names]))
    .map(({ name }) => String(name));
}

/** Whether events wait in a collection; not where it is missing. */
export function holdsEvents(connection: Connection, name: string): boolean {
  if (existing(connection, new Set([name])).length === 0) return false;
  const find = `SELECT 1 FROM ${quoted(name)} WHERE pending IS NOT NULL LIMIT 1`;
  return connection.database.prepare(find).get() !== undefined;
}

function selectPending(collections: readonly string[]): string {
  const selects = collections.map((name) => {
    const columns = `'${name}' AS collection, id, pending, ${OLDEST_PENDING} AS oldest`;
    return `SELECT ${columns} FROM ${quoted(name)} WHERE pending IS NOT NULL`;
  });
  return `${selects.join(' UNION ALL ')} ORDER BY oldest LIMIT ?`;
}

/** The outbox of all collections of a store that have one. */
export function createSqliteOutbox(
  connection: Connection,
  checkpoints: Checkpoints,
  { declared, added }: PublishingCollections,
): {
  read(limit: number, some?: ReadonlySet<string>): Promise<OutboxEntry[]>;
  markPublished(entries: readonly OutboxEntry[]): Promise<void>;
} {
  const { prepare, relaxedTransaction } = connection;

  function readEntries(limit: number, some: ReadonlySet<string> | undefined): OutboxEntry[] {
    const all = [...declared, ...existing(connection, added)];
    const collections = some === undefined ? all : all.filter((name) => some.has(name));
    if (collections.length === 0) return [];
    const entries: OutboxEntry[] = [];
    let textLeft = MOST_TEXT;
    for (const row of prepare(selectPending(collections)).iterate(limit)) {
      const pending = String(row.pending);
      if (entries.length > 0 && pending.length > textLeft) break;
      textLeft -= pending.length;
      const events = outboxEvents(pending);
      entries.push({ collection: String(row.collection), id: String(row.id), events });
    }
    return entries;
  }

  return {
    read: (limit, some) => retried('outbox', () => readEntries(limit, some)),
    async markPublished(entries) {
      const changes = entries.map(changeOfPublished);
      for (let from = 0; from < changes.length; from += MOST_PER_COMMIT) {
        await checkpoints.before(connection, false);
        if (from > 0) await nextTurn();
        const some = changes.slice(from, from + MOST_PER_COMMIT);
        await retried('outbox', () =>
          // What a power cut undoes is only published again.
          relaxedTransaction(() => {
            for (const change of some) change(connection);
          }),
        );
      }
    },
  };
}
