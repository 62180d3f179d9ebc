import type { LogRecord } from '../port.ts';
import type { Database } from './database.ts';
import type { RecentRecords } from './recent-records.ts';

/** A batch ends when it holds this much, so that reading it is short and its memory bounded. */
const MAX_BATCH_CHARACTERS = 1024 * 1024;
/** Counting further than this would hold the event loop. */
const MAX_COUNT = 100_000;

/** Reading of the records. Offsets count over all topics of the file. */
export interface Records {
  /** Those of a topic after an offset, in order: at most `limit`, and about 1 MB. */
  after(topic: string, offset: number, limit: number): LogRecord[];
  /** The topic's last offset; 0 where it is empty. */
  end(topic: string): number;
  /** The last offset of all topics. */
  last(): number;
  /** The number of a topic's records after an offset; at most 100,000 are counted. */
  countAfter(topic: string, offset: number): number;
}

/** `recent`: what need not be read from the file. */
export function openRecords({ connection }: Database, recent: Pick<RecentRecords, 'after'>): Records {
  const after = connection.prepare(
    'SELECT offset, key, timestamp, value FROM records WHERE topic = ? AND offset > ? ORDER BY offset LIMIT ?',
  );
  const end = connection.prepare('SELECT max(offset) AS last FROM records WHERE topic = ?');
  const last = connection.prepare('SELECT max(offset) AS last FROM records');
  const count = connection.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM records WHERE topic = ? AND offset > ? LIMIT ${MAX_COUNT})`,
  );
  return {
    after(topic, offset, limit) {
      const shared = recent.after(topic, offset, limit);
      if (shared !== undefined && shared.length > 0) return shared;
      const batch: LogRecord[] = [];
      let characters = 0;
      for (const row of after.iterate(topic, offset, limit)) {
        const value = String(row.value);
        batch.push({
          topic,
          partition: 0,
          offset: String(row.offset),
          key: String(row.key),
          value,
          timestamp: Number(row.timestamp),
        });
        characters += value.length;
        if (characters >= MAX_BATCH_CHARACTERS) break;
      }
      return batch;
    },
    end: (topic) => Number(end.get(topic)?.last ?? 0),
    last: () => Number(last.get()?.last ?? 0),
    countAfter: (topic, offset) => Number(count.get(topic, offset)?.n ?? 0),
  };
}
