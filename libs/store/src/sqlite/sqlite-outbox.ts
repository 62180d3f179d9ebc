import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutboxEntry, PendingEvent } from '../port.ts';
import { outboxEvents } from './events-text.ts';
import { quoted } from './names.ts';
import { withPatience } from './patience.ts';
import { LAST_PENDING, OLDEST_PENDING } from './tables.ts';
import type { Writing } from './writing.ts';

/** What one reading gives at most, beyond its first document: as much as the log takes in one sending. */
const MOST_TEXT = 512 * 1024;
const MOST_PER_COMMIT = 100;

/** The reading side of the outbox, over all of a store's collections. */
export function createSqliteOutbox(
  { connection, checkpoints, beside }: Writing,
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

  function removePublished({ collection, id, events }: OutboxEntry): void {
    const table = quoted(collection);
    const last = events.at(-1)?.version ?? 0;
    const { changes } = prepare(
      `UPDATE ${table} SET pending = NULL WHERE id = ? AND ${LAST_PENDING} = ?`,
    ).run(id, last);
    if (changes === 0) removeOlder({ collection, id, events });
  }

  /** Of a document that has newer events too. */
  function removeOlder({ collection, id, events }: OutboxEntry): void {
    const table = quoted(collection);
    const row = prepare(`SELECT pending FROM ${table} WHERE id = ?`).get(id);
    if (typeof row?.pending !== 'string') return;
    const published = new Set(events.map((event) => event.version));
    const left = (JSON.parse(row.pending) as PendingEvent[]).filter((event) => !published.has(event.version));
    const pending = left.length === 0 ? null : JSON.stringify(left);
    prepare(`UPDATE ${table} SET pending = ? WHERE id = ?`).run(pending, id);
  }

  return {
    async read(limit) {
      return collections.length === 0 ? [] : withPatience('outbox', () => readEntries(limit));
    },
    async markPublished(entries) {
      for (let from = 0; from < entries.length; from += MOST_PER_COMMIT) {
        await checkpoints.before(connection, false);
        if (from > 0) await nextTurn();
        await beside.quiet();
        const some = entries.slice(from, from + MOST_PER_COMMIT);
        await withPatience('outbox', () => transaction(() => some.forEach(removePublished)));
      }
    },
  };
}
