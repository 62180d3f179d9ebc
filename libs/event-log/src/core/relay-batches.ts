import type { OutboxEntry, OutboxEvent } from '@gatehouse/store';
import type { OutgoingRecord } from '../port.ts';

const MAX_BATCH_BYTES = 512 * 1024;

/** What goes into the log at once, and the outbox entries that are done with it. */
export interface RelayBatch {
  entries: OutboxEntry[];
  records: OutgoingRecord[];
}

/** Splits entries, in their order, into batches of at most 512 KB of values. An entry's events stay together and in order. */
export function relayBatches(entries: readonly OutboxEntry[]): RelayBatch[] {
  const batches: RelayBatch[] = [];
  let current: RelayBatch | undefined;
  let bytes = 0;
  for (const entry of entries) {
    const records = entry.events.map(outgoing);
    const size = records.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
    if (current === undefined || bytes + size > MAX_BATCH_BYTES) {
      current = { entries: [], records: [] };
      batches.push(current);
      bytes = 0;
    }
    current.entries.push(entry);
    current.records.push(...records);
    bytes += size;
  }
  return batches;
}

function outgoing({ topic, key, partitionKey, value }: OutboxEvent): OutgoingRecord {
  return { topic, key, ...(partitionKey !== undefined && { partitionKey }), value };
}
