import type { Batch } from 'kafkajs';
import type { LogRecord } from '../port.ts';

/** The records of what kafkajs fetched of a partition. One without a value, which nobody here writes, says nothing. */
export function recordsOf({ topic, partition, messages }: Batch): LogRecord[] {
  return messages.flatMap(({ key, value, offset, timestamp }) =>
    value === null
      ? []
      : [
          {
            topic,
            partition,
            offset,
            key: key?.toString() ?? '',
            value: value.toString(),
            timestamp: Number(timestamp),
          },
        ],
  );
}
