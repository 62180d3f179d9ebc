import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backendNames } from '@gatehouse/contracts';
import { openEventLog, type Publisher, readToEnd } from '@gatehouse/event-log';
import { type Closers, type Logger, openWithRetries } from '@gatehouse/runtime';
import { type Engines, openEngines, openStores, type StoreLayout } from '@gatehouse/standalone/engines';
import { beginMigrationFile, writeMigrationFile } from '@gatehouse/standalone/migration-file';
import type { OnProgress } from '../offline/progress.ts';
import { OfflineRefusal } from '../offline/refusal.ts';
import { holdRelayLeases } from '../offline/relay-leases.ts';
import { storeLayout } from '../offline/store-layout.ts';
import { copyDocuments } from './copy-documents.ts';
import { copyRecords } from './copy-records.ts';
import { LOG_TOPICS } from './log-topics.ts';
import { MIGRATION_TOPIC, type MigrationRecord, readMigrationRecord, runMark } from './migration-record.ts';
import { type Comparison, compareSides } from './verification.ts';

export interface MigrationDependencies {
  /** The embedded platform's. */
  dataDir: string;
  target: { storeUrl: string; eventsUrl: string };
  log: Logger;
  closers: Closers;
  now: () => number;
  onProgress: OnProgress;
}

export interface MigrationReport extends Comparison {
  run: string;
  finishedAt: string;
  /** Whether it was finished before: then nothing was read or written. */
  before: boolean;
}

const FILES = [...backendNames, 'events'].map((name) => `${name}.sqlite`);

/**
 * Copies everything from embedded engines to MongoDB and Kafka: documents unchanged, records in order. Both platforms are
 * stopped meanwhile. After an interruption at any moment, another run continues and ends with the same result. Rejects
 * with OfflineRefusal where it cannot begin or the two sides differ at the end.
 */
export async function migrate(parts: MigrationDependencies): Promise<MigrationReport> {
  const { dataDir, log, closers, now, onProgress } = parts;
  const missing = FILES.filter((file) => !existsSync(join(dataDir, file)));
  if (missing.length > 0)
    throw new OfflineRefusal(`There is no whole platform in ${dataDir}: it lacks ${missing.join(', ')}.`);
  const migration = beginMigrationFile(dataDir);
  const holder = `migration.${migration.run}`;
  const opening = { log, closers };
  const embedded = { STORE_URL: 'sqlite:', EVENTS_URL: 'sqlite:', DATA_DIR: dataDir };
  const layout = await storeLayout(embedded, opening);
  const source: Engines = {
    stores: await openStores(embedded, opening, layout),
    // With a clock at 0 no record is old enough to be deleted during the copy.
    eventLog: await openWithRetries(
      'event log',
      () => openEventLog({ url: 'sqlite:', dataDir, now: () => 0, logger: log }),
      opening,
    ),
  };
  const sourceHeld = await holdRelayLeases(`The platform in ${dataDir}`, source.stores, holder);
  closers.add('relays of the source', () => sourceHeld.release());

  const { storeUrl, eventsUrl } = parts.target;
  const there = { STORE_URL: storeUrl, EVENTS_URL: eventsUrl, DATA_DIR: dataDir };
  const target = await openEngines(there, opening, layout);
  const targetHeld = await holdRelayLeases('The target', target.stores, holder);
  closers.add('relays of the target', () => targetHeld.release());
  const confirm = () => {
    sourceHeld.confirm();
    targetHeld.confirm();
  };
  await Promise.all([
    source.eventLog.ensureTopics(LOG_TOPICS),
    target.eventLog.ensureTopics([...LOG_TOPICS, { name: MIGRATION_TOPIC }]),
  ]);
  // Opened before anything is read: it completes or aborts what an earlier run left unfinished in the log.
  const publisher = await target.eventLog.publisher('migration');
  closers.add('publisher', () => publisher.close());

  const record = await readMigrationRecord(target.eventLog);
  if (record?.run.run === migration.run && record.run.finishedAt !== undefined) {
    const { finishedAt } = record.run;
    writeMigrationFile(dataDir, { ...migration, finishedAt });
    return { run: migration.run, finishedAt, before: true, collections: [], topics: [] };
  }
  const begunAt = await begin({ target, layout, publisher, record, run: migration.run, now });

  await copyDocuments({ layout, source: source.stores, target: target.stores, confirm, onProgress });
  await copyRecords({ source, publisher, record, run: migration.run, confirm, onProgress });
  const comparison = await compareSides({ layout, source, target, now, onProgress });
  confirm();
  const finishedAt = new Date(now()).toISOString();
  await publisher.publish([runMark({ run: migration.run, begunAt, finishedAt })]);
  writeMigrationFile(dataDir, { ...migration, finishedAt });
  return { run: migration.run, finishedAt, before: false, ...comparison };
}

interface Beginning {
  target: Engines;
  layout: StoreLayout;
  publisher: Publisher;
  record: MigrationRecord | undefined;
  run: string;
  now: () => number;
}

/** Marks the target as this migration's; refuses a target that holds anything else. Gives the time of the beginning. */
async function begin({ target, layout, publisher, record, run, now }: Beginning): Promise<string> {
  if (record?.run.run === run) return record.run.begunAt;
  if (record !== undefined) {
    throw new OfflineRefusal(
      'The target holds what was copied from another platform. Choose another target.',
    );
  }
  const found = await firstFound(target, layout);
  if (found !== undefined)
    throw new OfflineRefusal(`The target is not empty: ${found}. Choose another target.`);
  const begunAt = new Date(now()).toISOString();
  await publisher.publish([runMark({ run, begunAt })]);
  return begunAt;
}

async function firstFound(target: Engines, layout: StoreLayout): Promise<string | undefined> {
  for (const store of backendNames) {
    for (const collection of layout[store]) {
      const some = await target.stores[store].transfer(collection).read('', 1);
      if (some.length > 0) return `${store} has documents in ${collection.name}`;
    }
  }
  let topic: string | undefined;
  await readToEnd(
    target.eventLog,
    LOG_TOPICS.map(({ name }) => name),
    ([first]) => {
      topic = first?.topic;
      return 'enough';
    },
  );
  return topic === undefined ? undefined : `there are records in ${topic}`;
}
