import type { LogRecord } from '../port.ts';

/** What is kept in all, in characters of values: what is read by every group within a moment, and no more. */
const MOST_CHARACTERS = 1_500_000;

/**
 * The records that this process appended last, so that all of its consumers share one object for each, and what is made of
 * it, instead of reading it from the file one after the other.
 */
export interface RecentRecords {
  /** Keeps records that were appended one after the other. */
  add(records: readonly LogRecord[]): void;
  /**
   * A topic's records after an offset, in order and at most `limit`; undefined where the file may hold others. They may end
   * before the topic does: where none are left, the file says whether there are more.
   */
  after(topic: string, offset: number, limit: number): LogRecord[] | undefined;
  clear(): void;
}

export function createRecentRecords(mostCharacters = MOST_CHARACTERS): RecentRecords {
  /** By topic. */
  const kept = new Map<string, LogRecord[]>();
  /** In the order of their offsets, with those that `kept` has lost already before `first`. */
  let all: LogRecord[] = [];
  let first = 0;
  let characters = 0;
  /** All records after this offset, up to the last that was added, are here. */
  let from = Number.POSITIVE_INFINITY;
  let last = Number.POSITIVE_INFINITY;

  function clear(): void {
    kept.clear();
    all = [];
    first = 0;
    characters = 0;
    from = Number.POSITIVE_INFINITY;
  }

  function dropOldest(): void {
    const oldest = all[first] as LogRecord;
    first++;
    characters -= oldest.value.length;
    from = Number(oldest.offset);
    kept.get(oldest.topic)?.shift();
    if (first < all.length / 2) return;
    all = all.slice(first);
    first = 0;
  }

  return {
    clear,
    add(records) {
      const next = Number(records[0]?.offset);
      // Another process, or another log of this one, wrote in between.
      if (next !== last + 1) clear();
      if (from === Number.POSITIVE_INFINITY) from = next - 1;
      for (const record of records) {
        const ofTopic = kept.get(record.topic) ?? [];
        ofTopic.push(record);
        kept.set(record.topic, ofTopic);
        all.push(record);
        characters += record.value.length;
        last = Number(record.offset);
      }
      while (characters > mostCharacters) dropOldest();
    },
    after(topic, offset, limit) {
      if (offset < from) return undefined;
      const ofTopic = kept.get(topic) ?? [];
      const start = firstAfter(ofTopic, offset);
      return ofTopic.slice(start, start + limit);
    },
  };
}

/** The index of the first record after an offset, in records in order of their offsets. */
function firstAfter(records: readonly LogRecord[], offset: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(records[middle]?.offset) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
