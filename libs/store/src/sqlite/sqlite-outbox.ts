import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutboxEntry } from '../port.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { DocumentChange } from './document-change.ts';
import { outboxEvents } from './events-text.ts';
import { makeChange } from './make-change.ts';
import { quoted } from './names.ts';
import { retried } from './sqlite-error.ts';
import { OLDEST_PENDING } from './tables.ts';
import type { Writing } from './writing.ts';

/** What one reading gives at most, beyond its first document: as much as the log takes in one sending. */
const MOST_TEXT = 512 * 1024;
const MOST_PER_COMMIT = 100;

interface Parts {
  writing: Writing;
  queue: CommitQueue;
  collections: readonly string[];
}

function publishedMark({ collection, id, events }: OutboxEntry): DocumentChange {
  return { collection, kind: 'published', id, versions: events.map(({ version }) => version) };
}

/** The reading side of the outbox, over all of a store's collections. */
export function createSqliteOutbox({ writing, queue, collections }: Parts): {
  read(limit: number): Promise<OutboxEntry[]>;
  markPublished(entries: readonly OutboxEntry[]): Promise<void>;
} {
  const { connection, checkpoints, beside } = writing;
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
      const marks = entries.map(publishedMark);
      // While much is written they are made with all else: alone they would wait for that, and it for them.
      if (queue.takesBeside(marks.length)) {
        await queue.makeMany(marks);
        return;
      }
      for (let from = 0; from < marks.length; from += MOST_PER_COMMIT) {
        await checkpoints.before(connection, false);
        if (from > 0) await nextTurn();
        await beside.quiet();
        const some = marks.slice(from, from + MOST_PER_COMMIT);
        await retried('outbox', () =>
          transaction(() => {
            for (const mark of some) makeChange(connection, mark);
          }),
        );
      }
    },
  };
}
