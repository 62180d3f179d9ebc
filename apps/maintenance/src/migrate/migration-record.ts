import {
  type CopyProgress,
  type EventLog,
  NOTHING_COPIED,
  type OutgoingRecord,
  readToEnd,
} from '@gatehouse/event-log';
import { z } from 'zod';

/** The target keeps the progress of a migration in its log, so that a mark is published together with the records it counts. */
export const MIGRATION_TOPIC = 'platform.migration.v1';

const runRecord = z.object({ run: z.string(), begunAt: z.string(), finishedAt: z.string().optional() });
const copiedRecord = z.object({
  run: z.string(),
  offsets: z.record(z.string(), z.string()),
  records: z.number(),
});

export type MigrationRun = z.output<typeof runRecord>;

/** The migration that was begun on a target. */
export interface MigrationRecord {
  run: MigrationRun;
  /** The position of each topic. */
  copied: ReadonlyMap<string, CopyProgress>;
}

const RUN_KEY = 'run';

/** Undefined where none was begun. */
export async function readMigrationRecord(log: EventLog): Promise<MigrationRecord | undefined> {
  let run: MigrationRun | undefined;
  const copied = new Map<string, CopyProgress>();
  await readToEnd(log, [MIGRATION_TOPIC], (records) => {
    for (const { key, value } of records) {
      if (key === RUN_KEY) run = runRecord.parse(JSON.parse(value));
      else copied.set(key, copiedRecord.parse(JSON.parse(value)));
    }
    return undefined;
  });
  return run === undefined ? undefined : { run, copied };
}

/** The record that marks a migration as begun or finished. */
export function runMark(run: MigrationRun): OutgoingRecord {
  return { topic: MIGRATION_TOPIC, key: RUN_KEY, value: JSON.stringify(run) };
}

/** The record that marks the position of a topic. */
export function topicMark(run: string, topic: string, { offsets, records }: CopyProgress): OutgoingRecord {
  return { topic: MIGRATION_TOPIC, key: topic, value: JSON.stringify({ run, offsets, records }) };
}

export function copiedOf(record: MigrationRecord | undefined, topic: string): CopyProgress {
  return record?.copied.get(topic) ?? NOTHING_COPIED;
}
