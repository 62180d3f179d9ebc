import { seededRandom } from '@gatehouse/testing';
import type { LogRecord } from '../port.ts';

const REMEMBERED = 200;
const TWICE = 0.3;
const FROM_EARLIER = 0.2;
const STATE_SKIPPED = 0.3;
const BATCH_SPLIT = 0.2;

type Handle = (records: readonly LogRecord[]) => Promise<void>;

/**
 * Hands one partition's records over as unkindly as the log's port allows: twice, again from an earlier record, in any
 * order across keys (never within one), without states that a later one of their key supersedes.
 */
export function hostileDelivery(seed: string, handle: Handle): Handle {
  const random = seededRandom(seed);
  let history: LogRecord[] = [];

  async function deliver(records: readonly LogRecord[]): Promise<void> {
    let batch: LogRecord[] = [];
    for (const record of shuffledAcrossKeys(withoutSomeSuperseded(records, random), random)) {
      batch.push(record);
      if (random() < BATCH_SPLIT) {
        await handle(batch);
        batch = [];
      }
    }
    if (batch.length > 0) await handle(batch);
  }

  return async (records) => {
    await deliver(records);
    if (random() < TWICE) await deliver(records);
    const last = history.at(-1);
    const fresh = records.filter(({ offset }) => last === undefined || BigInt(offset) > BigInt(last.offset));
    history = [...history, ...fresh].slice(-REMEMBERED);
    // Right to the newest, as after a lost commit: going back only in part would end on an old state.
    if (random() < FROM_EARLIER) await deliver(history.slice(Math.floor(random() * history.length)));
  };
}

function withoutSomeSuperseded(records: readonly LogRecord[], random: () => number): LogRecord[] {
  const lastOfKey = new Map(records.map((record) => [record.key, record]));
  return records.filter((record) => lastOfKey.get(record.key) === record || random() >= STATE_SKIPPED);
}

function shuffledAcrossKeys(records: readonly LogRecord[], random: () => number): LogRecord[] {
  const queues = [...Map.groupBy(records, ({ key }) => key).values()];
  const shuffled: LogRecord[] = [];
  while (queues.length > 0) {
    const index = Math.floor(random() * queues.length);
    const record = queues[index]?.shift();
    if (record === undefined) queues.splice(index, 1);
    else shuffled.push(record);
  }
  return shuffled;
}
