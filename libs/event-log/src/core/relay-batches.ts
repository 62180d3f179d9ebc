import type { OutboxEntry, OutboxEvent } from '@gatehouse/store';
import type { OutgoingRecord } from '../port.ts';
import { batchesOf } from './batches-of.ts';
import { MAX_PUBLISH_BYTES } from './publish-size.ts';

/** Records that are published at once, and the outbox entries that they are of. */
export interface RelayBatch {
  entries: OutboxEntry[];
  records: OutgoingRecord[];
}

/** Splits entries, in their order, into batches of at most 512 KB of values. An entry's events stay together and in order. */
export function relayBatches(entries: readonly OutboxEntry[]): RelayBatch[] {
  const bytesOf = ({ events }: OutboxEntry) =>
    events.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
  return batchesOf(entries, bytesOf, { maxBytes: MAX_PUBLISH_BYTES }).map((some) => ({
    entries: some,
    records: some.flatMap(({ events }) => events.map(outgoing)),
  }));
}

function outgoing({ topic, key, partitionKey, value }: OutboxEvent): OutgoingRecord {
  return { topic, key, ...(partitionKey !== undefined && { partitionKey }), value };
}
