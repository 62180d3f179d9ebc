import { openProcessLock } from '@gatehouse/sqlite';
import { guardedCalls } from '../core/engine-calls.ts';
import type { Consumer, EventLog } from '../port.ts';
import { Arrivals } from './arrivals.ts';
import { compactRecords } from './compaction.ts';
import { consumerOf } from './consumer.ts';
import { openDatabase } from './database.ts';
import { asEventLogError, retried } from './failure.ts';
import { publisherOpener } from './publisher.ts';
import { createRecentRecords } from './recent-records.ts';
import { openRecords } from './records.ts';
import { TopicFollower } from './topic-follower.ts';
import { openTopicLeases, replicaProgress } from './topic-leases.ts';
import { openTopics } from './topics.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIRST_COMPACTION_MS = 60_000;

export interface SqliteEventLogOptions {
  /** `events.sqlite` is kept here. */
  dataDir: string;
  now: () => number;
  /** Failures that stop nothing: a handler's rejection, a poll that finds the file busy. */
  onError?: ((error: unknown) => void) | undefined;
  /** How old a superseded record must be before it goes, in milliseconds. Default: one day. */
  minAgeMs?: number;
}

export interface SqliteEventLog extends EventLog {
  /** Deletes what may go now, in small steps; resolves with how many records went. Also runs each hour. */
  compact(): Promise<number>;
}

/** Opens the embedded event log: one file, one partition per topic. Rejects with EventLogError. */
export async function openSqliteEventLog(options: SqliteEventLogOptions): Promise<SqliteEventLog> {
  const { dataDir, now, onError = () => {}, minAgeMs = DAY_MS } = options;
  const database = await openDatabase(dataDir);
  const topics = openTopics(database);
  const recent = createRecentRecords();
  const records = openRecords(database, recent);
  const arrivals = new Arrivals(database, records, onError);
  const lock = openProcessLock(dataDir);
  const leases = openTopicLeases(database, lock, onError);
  const openPublisher = publisherOpener({ database, topics, arrivals, recent, now });
  const consumers = new Set<Consumer>();
  let closed = false;

  const guarded = guardedCalls(() => closed, asEventLogError);

  let compacting: Promise<number> = Promise.resolve(0);
  const compact = () => {
    compacting = compacting
      .catch(() => 0)
      .then(() => compactRecords({ database, topics, now, minAgeMs, stopped: () => closed }))
      .finally(() => recent.clear());
    return compacting;
  };
  const compactQuietly = () => void compact().catch(onError);
  const first = setTimeout(compactQuietly, FIRST_COMPACTION_MS).unref();
  const hourly = setInterval(compactQuietly, HOUR_MS).unref();

  return {
    engine: 'sqlite',
    ensureTopics: (declarations) => guarded(() => topics.ensure(declarations)),
    publisher: (name) => guarded(() => openPublisher(name)),
    consume: ({ group, topics: names, from, handle, batchSize = 100, overlapping = false, lingerMs = 0 }) =>
      guarded(async () => {
        for (const name of names) topics.require(name);
        if (group !== undefined && from === 'end') {
          for (const name of names) {
            await retried(() => leases.begin(group, name, records.end(name)));
          }
        }
        const consumer = consumerOf(
          names.map((topic) => {
            const progress = group === undefined ? replicaProgress() : leases.progressOf(group, topic);
            return new TopicFollower({
              ...{ topic, batchSize, lingerMs, handle, records, arrivals, progress, onError },
              maxInFlight: overlapping ? 3 : 1,
            });
          }),
        );
        consumers.add(consumer);
        return {
          ...consumer,
          async close() {
            await consumer.close();
            consumers.delete(consumer);
          },
        };
      }),
    ping: () => guarded(() => void records.last()),
    compact: () => guarded(compact),
    async close() {
      if (closed) return;
      clearTimeout(first);
      clearInterval(hourly);
      await Promise.all([...consumers].map((consumer) => consumer.close()));
      closed = true;
      await compacting.catch(() => {});
      arrivals.close();
      leases.close();
      database.close();
      lock.close();
    },
  };
}
