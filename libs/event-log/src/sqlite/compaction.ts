import { setImmediate as nextTurn } from 'node:timers/promises';
import { transaction } from '@gatehouse/sqlite';
import type { Database } from './database.ts';
import { retried } from './failure.ts';
import type { Topics } from './topics.ts';

/** Rows looked at, and at most deleted, in one turn of the event loop. */
const WINDOW = 100;

export interface CompactionParts {
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
}: CompactionParts): Promise<number> {
  const { relaxed } = database;
  const window = relaxed.prepare(`
    SELECT offset, topic, timestamp, EXISTS (
      SELECT 1 FROM records later
      WHERE later.topic = records.topic AND later.key = records.key AND later.offset > records.offset
    ) AS superseded
    FROM records WHERE offset > ? ORDER BY offset LIMIT ${WINDOW}`);
  const remove = relaxed.prepare('DELETE FROM records WHERE offset = ?');
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
    // Records are in the order of their ages, but for steps of the clock.
    if (last === undefined || rows.every(({ ageMs }) => ageMs < youngest)) break;
    offset = last.offset;
    const doomed = rows.filter(
      ({ ageMs, superseded, retentionMs }) => (superseded && ageMs >= minAgeMs) || ageMs >= retentionMs,
    );
    if (doomed.length > 0) {
      await retried(() =>
        transaction(relaxed, () => {
          for (const row of doomed) remove.run(row.offset);
        }),
      );
      deleted += doomed.length;
    }
    await nextTurn();
  }
  return deleted;
}
