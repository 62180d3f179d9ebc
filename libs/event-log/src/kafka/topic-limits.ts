import { EventLogError, type OutgoingRecord } from '../port.ts';
import type { OpenClient } from './client.ts';
import { settingsOf, withAdmin } from './with-admin.ts';

/** A batch's header (record batch format 2, https://kafka.apache.org/documentation/#recordbatch). */
const BATCH_BYTES = 61;
/** What a record takes at most besides its key and value: lengths, attributes, deltas and number of headers. */
const RECORD_BYTES = 40;

/** The most that a record takes of a batch, uncompressed as it is sent. */
export function bytesInBatch({ key, value }: Pick<OutgoingRecord, 'key' | 'value'>): number {
  return RECORD_BYTES + Buffer.byteLength(key) + Buffer.byteLength(value);
}

/** How many bytes of records, as `bytesInBatch` counts them, a topic takes in one batch. */
export type BatchLimitOf = (topic: string) => number;

/** How large a batch the brokers take. An operator may change it at any time. */
export interface TopicLimits {
  /** Reads the limits that are not known yet. Rejects with EventLogError. */
  batchLimitOf(topics: Iterable<string>): Promise<BatchLimitOf>;
  /** Makes the next call read all limits again. */
  invalidate(): void;
}

/** The limits of topics: their own `max.message.bytes`, else the brokers' `message.max.bytes`. */
export function createTopicLimits(openClient: OpenClient): TopicLimits {
  const known = new Map<string, number>();

  async function read(topics: readonly string[]): Promise<void> {
    const found = await withAdmin(openClient, "the topics' limits", (admin) => settingsOf(admin, topics));
    for (const topic of topics) {
      const bytes = Number(found.get(topic)?.get('max.message.bytes'));
      if (!(bytes > 0))
        throw new EventLogError(`event log: ${topic} has no max.message.bytes`, { retryable: true });
      known.set(topic, bytes);
    }
  }

  return {
    async batchLimitOf(topics) {
      const missing = [...new Set(topics)].filter((topic) => !known.has(topic));
      if (missing.length > 0) await read(missing);
      return (topic) => (known.get(topic) ?? 0) - BATCH_BYTES;
    },
    invalidate: () => known.clear(),
  };
}
