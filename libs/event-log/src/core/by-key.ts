import type { LogRecord } from '../port.ts';

/**
 * The records of each key, or of what `orderOf` gives, in order. With `coalesce` only each key's last, which carries the whole
 * state.
 */
export function byKey(
  records: readonly LogRecord[],
  coalesce: boolean,
  orderOf: (record: LogRecord) => string = ({ key }) => key,
): LogRecord[][] {
  if (!coalesce) return [...Map.groupBy(records, orderOf).values()];
  const last = new Map(records.map((record) => [record.key, record]));
  return [...Map.groupBy(last.values(), orderOf).values()];
}

/**
 * Works off groups, `concurrency` at a time, each in order. After a failure it begins nothing more, and rejects once all
 * works in flight have ended, so that a retry never overlaps them.
 */
export async function workOff<T>(
  groups: readonly (readonly T[])[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = groups.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const group of waiting) {
      for (const item of group) {
        if (failures.length > 0) return;
        try {
          await work(item);
        } catch (error) {
          failures.push(error);
          return;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, groups.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
