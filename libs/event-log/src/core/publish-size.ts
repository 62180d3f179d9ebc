import { EventLogError, type OutgoingRecord, RecordsTooLarge } from '../port.ts';

/** The most bytes of values that one publish takes. */
export const MAX_PUBLISH_BYTES = 512 * 1024;

/** Throws EventLogError for more than one publish takes, `RecordsTooLarge` where a single record is more. */
export function refuseTooMuch(records: readonly OutgoingRecord[]): void {
  const sizes = records.map(({ value }) => Buffer.byteLength(value));
  refuseTooLarge(records, (_record, index) =>
    (sizes[index] ?? 0) > MAX_PUBLISH_BYTES
      ? `${sizes[index]} bytes, of at most ${MAX_PUBLISH_BYTES} that a publish takes`
      : undefined,
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > MAX_PUBLISH_BYTES)
    throw new EventLogError(`event log: ${bytes} bytes in one publish, of at most ${MAX_PUBLISH_BYTES}`, {
      retryable: false,
    });
}

/** Throws `RecordsTooLarge` where `faultOf` gives a reason for some records. */
export function refuseTooLarge(
  records: readonly OutgoingRecord[],
  faultOf: (record: OutgoingRecord, index: number) => string | undefined,
): void {
  const reasons = new Map<number, string>();
  for (const [index, record] of records.entries()) {
    const fault = faultOf(record, index);
    if (fault !== undefined) reasons.set(index, `${record.topic}: a record of ${fault}`);
  }
  if (reasons.size > 0) throw new RecordsTooLarge(reasons);
}
