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

/** The outbox of all collections of a store. */
export function createSqliteOutbox(
  connection: Connection,
  checkpoints: Checkpoints,
  collections: readonly string[],
): {
  read(limit: number, some?: ReadonlySet<string>): Promise<OutboxEntry[]>;
  markPublished(entries: readonly OutboxEntry[]): Promise<void>;
} {
  const { prepare, transaction } = connection;
  const selects = new Map(
    collections.map((name) => {
      const columns = `'${name}' AS collection, id, pending, ${OLDEST_PENDING} AS oldest`;
      return [name, `SELECT ${columns} FROM ${quoted(name)} WHERE pending IS NOT NULL`];
    }),
  );

  function readEntries(limit: number, some: ReadonlySet<string> | undefined): OutboxEntry[] {
    const names = some === undefined ? collections : collections.filter((name) => some.has(name));
    if (names.length === 0) return [];
    const selected = names.map((name) => selects.get(name)).join(' UNION ALL ');
    const selectPending = `${selected} ORDER BY oldest LIMIT ?`;
    const entries: OutboxEntry[] = [];
    let textLeft = MOST_TEXT;
    for (const row of prepare(selectPending).iterate(limit)) {
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
          transaction(() => {
            for (const change of some) change(connection);
          }),
        );
      }
    },
  };
}
