import { createHash } from 'node:crypto';
import type { EventLog, LogRecord } from '../port.ts';
import { readToEnd } from './read-to-end.ts';

/** A digest of the last value of each key, which compaction does not change. */
export interface TopicDigest {
  keys: number;
  /** Hexadecimal. The same for the same last values, whatever their partitions. */
  digest: string;
}

export interface TopicDigestOptions {
  log: EventLog;
  topic: string;
  /** Records made before this (milliseconds) are left out: they may be deleted on one side and not yet on the other. */
  since?: number;
  /** Key and value to compare, where the other log has them differently. */
  readAs?: (record: LogRecord) => { key: string; value: string };
}

/** Keys in memory at a time: some 50 MB. A topic with more of them is read several times. */
const MOST_KEYS = 200_000;

/** Reads a topic once for each 200,000 records that it holds. */
export async function digestTopic(options: TopicDigestOptions): Promise<TopicDigest> {
  const { log, topic, since = 0, readAs = (record) => record } = options;
  let sum = 0n;
  let keys = 0;
  let slices = 1;
  for (let slice = 0; slice < slices; slice++) {
    const last = new Map<string, Buffer>();
    let records = 0;
    await readToEnd(log, [topic], (batch) => {
      records += batch.length;
      for (const record of batch) {
        if (record.timestamp < since) continue;
        const { key, value } = readAs(record);
        if (sliceOf(key, slices) !== slice) continue;
        // The first reading is repeated where it turns out to be too large.
        if (slices > 1 || last.size < MOST_KEYS || last.has(key)) last.set(key, hashOf(key, value));
      }
      return undefined;
    });
    const wanted = Math.ceil(records / MOST_KEYS);
    if (slice === 0 && slices < wanted) {
      // The number of records is known now, so the number of readings is too.
      slices = wanted;
      slice = -1;
      continue;
    }
    // A sum, so that the order of keys makes no difference.
    for (const hash of last.values()) sum += BigInt(`0x${hash.toString('hex')}`);
    keys += last.size;
  }
  return { keys, digest: BigInt.asUintN(256, sum).toString(16).padStart(64, '0') };
}

function hashOf(...texts: string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(texts)).digest();
}

function sliceOf(key: string, slices: number): number {
  return slices === 1 ? 0 : hashOf(key).readUInt32BE() % slices;
}
