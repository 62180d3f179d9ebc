import { transaction } from '@gatehouse/sqlite';
import { refuseTooMuch } from '../core/publish-size.ts';
import { EventLogError, type LogRecord, type OutgoingRecord, type Publisher } from '../port.ts';
import type { Arrivals } from './arrivals.ts';
import type { Database } from './database.ts';
import { retried } from './failure.ts';
import type { RecentRecords } from './recent-records.ts';
import type { Topics } from './topics.ts';

export interface PublisherDependencies {
  database: Database;
  topics: Topics;
  arrivals: Arrivals;
  recent: Pick<RecentRecords, 'add'>;
  now: () => number;
}

/**
 * Opens publishers on one file. Each has its own epoch, which every append checks within its transaction, so a publisher
 * of any process fences its predecessors. Epochs are never used twice.
 */
export function publisherOpener({ database, topics, arrivals, recent, now }: PublisherDependencies) {
  const { connection } = database;
  const removePredecessor = connection.prepare('DELETE FROM publishers WHERE name = ?');
  const enter = connection.prepare('INSERT INTO publishers (name) VALUES (?)');
  const leave = connection.prepare('DELETE FROM publishers WHERE epoch = ?');
  const valid = connection.prepare('SELECT 1 FROM publishers WHERE name = ? AND epoch = ?');
  const insert = connection.prepare('INSERT INTO records (topic, key, timestamp, value) VALUES (?, ?, ?, ?)');

  function append(name: string, epoch: number, records: readonly OutgoingRecord[]): LogRecord[] {
    return transaction(connection, () => {
      if (valid.get(name, epoch) === undefined) {
        throw new EventLogError(`event log: publisher ${name} has a successor`, {
          retryable: false,
          fenced: true,
        });
      }
      const at = now();
      return records.map(({ topic, key, value, timestamp = at }) => {
        const { lastInsertRowid: offset } = insert.run(topic, key, timestamp, value);
        return { topic, partition: 0, offset: String(offset), key, value, timestamp };
      });
    });
  }

  return async (name: string): Promise<Publisher> => {
    const epoch = await retried(() =>
      transaction(connection, () => {
        removePredecessor.run(name);
        return Number(enter.run(name).lastInsertRowid);
      }),
    );
    let open = true;
    return {
      async publish(records) {
        if (!open) throw refusal(`publisher ${name} is closed`);
        if (records.length === 0) return;
        const touched = new Set(records.map(({ topic }) => topic));
        for (const topic of touched) topics.require(topic);
        refuseTooMuch(records);
        await retried(() => {
          const appended = append(name, epoch, records);
          // At once: whoever finds them in the file first takes them for another process's.
          recent.add(appended);
          arrivals.announce(touched, Number(appended[0]?.offset), Number(appended.at(-1)?.offset));
        });
      },
      async close() {
        if (!open) return;
        open = false;
        await retried(() => leave.run(epoch));
      },
    };
  };
}

function refusal(reason: string): EventLogError {
  return new EventLogError(`event log: ${reason}`, { retryable: false });
}
