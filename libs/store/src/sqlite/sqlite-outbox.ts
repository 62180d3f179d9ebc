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
  read(limit: number): Promise<OutboxEntry[]>;
  markPublished(entries: readonly OutboxEntry[]): Promise<void>;
} {
  const { prepare, transaction } = connection;
  const selects = collections.map((name) => {
    const columns = `'${name}' AS collection, id, pending, ${OLDEST_PENDING} AS oldest`;
    return `SELECT ${columns} FROM ${quoted(name)} WHERE pending IS NOT NULL`;
  });
  const selectPending = `${selects.join(' UNION ALL ')} ORDER BY oldest LIMIT ?`;

  function readEntries(limit: number): OutboxEntry[] {
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
    async read(limit) {
      return collections.length === 0 ? [] : retried('outbox', () => readEntries(limit));
    },
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
