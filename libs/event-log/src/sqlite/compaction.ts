import { setImmediate as nextTurn } from 'node:timers/promises';
import { relaxedly, transaction } from '@gatehouse/sqlite';
import type { Database } from './database.ts';
import { retried } from './failure.ts';
import type { Topics } from './topics.ts';

/** Rows read, and at most deleted, before other code runs. */
const WINDOW = 100;

export interface CompactionDependencies {
  database: Database;
  topics: Topics;
  now: () => number;
  /** Every record is kept this long, in milliseconds, even one that has a successor. */
  minAgeMs: number;
  /** True once the log closes. */
  stopped: () => boolean;
}

/**
 * Deletes the records that are older than `minAgeMs` and superseded by a later one of their key, and those older than
 * their topic's retention. Resolves with how many went.
 */
export async function compactRecords({
  database,
  topics,
  now,
  minAgeMs,
  stopped,
}: CompactionDependencies): Promise<number> {
  const { connection } = database;
  const window = connection.prepare(`
    SELECT offset, topic, timestamp, EXISTS (
      SELECT 1 FROM records later
      WHERE later.topic = records.topic AND later.key = records.key AND later.offset > records.offset
    ) AS superseded
    FROM records WHERE offset > ? ORDER BY offset LIMIT ${WINDOW}`);
  const remove = connection.prepare('DELETE FROM records WHERE offset = ?');
  const retentions = topics.retentions();
  const youngest = Math.min(minAgeMs, ...retentions.values());
  const at = now();
  let deleted = 0;
  let offset = 0;
  while (!stopped()) {
    const rows = window.all(offset).map((row) => ({
      offset: Number(row.offset),
      ageMs: at - Number(row.timestamp),
      superseded: row.superseded === 1,
      retentionMs: retentions.get(String(row.topic)) ?? Number.POSITIVE_INFINITY,
    }));
    const last = rows.at(-1);
    // Offsets grow with time, unless the clock was set back.
    if (last === undefined || rows.every(({ ageMs }) => ageMs < youngest)) break;
    offset = last.offset;
    const expired = rows.filter(
      ({ ageMs, superseded, retentionMs }) => (superseded && ageMs >= minAgeMs) || ageMs >= retentionMs,
    );
    if (expired.length > 0) {
      await retried(() =>
        relaxedly(connection, () =>
          transaction(connection, () => {
            for (const row of expired) remove.run(row.offset);
          }),
        ),
      );
      deleted += expired.length;
    }
    await nextTurn();
  }
  return deleted;
}
