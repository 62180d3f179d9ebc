/** A record as kafkajs decodes it, as far as it matters here. */
export interface FetchedRecord {
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  /** Kafka's own records, the ends of transactions. kafkajs reads past them and shows them to nobody. */
  isControlRecord?: boolean;
  batchContext?: { producerId: string; inTransaction: boolean };
}

/** One partition's part of a fetch. Offsets are 64-bit numbers as text. */
export interface FetchedPartition {
  partition: number;
  highWatermark: string;
  lastStableOffset?: string;
  abortedTransactions?: { producerId: string; firstOffset: string }[] | null;
  messages: FetchedRecord[];
}

/** A control record's key is its version and its type, both int16; this is the type of an abort. */
const ABORT = 0;

/**
 * Hides the records of aborted transactions, as every reader must do for itself: a fetch answers with all records and a
 * list of aborted transactions.
 *
 * Symptom: kafkajs expects that list in the order in which the transactions began, which Kafka does not promise, and takes
 * up one transaction a record. Where two overlap, it shows records of a fenced publisher.
 * Upstream: none found. It was written for https://github.com/tulios/kafkajs/issues/202.
 * Here: such records become control records, which kafkajs skips, and the list is emptied.
 */
export function hideAbortedRecords(fetched: FetchedPartition): void {
  const aborted = fetched.abortedTransactions ?? [];
  if (aborted.length === 0) return;
  const waiting = aborted
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: BigInt(firstOffset) }))
    .sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const current = new Set<string>();
  for (const record of fetched.messages) {
    const offset = BigInt(record.offset);
    for (let next = waiting[0]; next !== undefined && next.firstOffset <= offset; next = waiting[0]) {
      current.add(next.producerId);
      waiting.shift();
    }
    const { producerId, inTransaction } = record.batchContext ?? { producerId: '', inTransaction: false };
    if (record.isControlRecord) {
      if (record.key !== null && record.key.length >= 4 && record.key.readInt16BE(2) === ABORT) {
        current.delete(producerId);
      }
    } else if (inTransaction && current.has(producerId)) {
      record.isControlRecord = true;
    }
  }
  fetched.abortedTransactions = [];
}
