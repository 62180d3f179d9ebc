import { EventLogError, type OutgoingRecord, RecordsTooLarge } from '../port.ts';

/** The most bytes of values that one publish takes. */
export const MAX_PUBLISH_BYTES = 512 * 1024;

/** Throws EventLogError for more than one publish takes; `RecordsTooLarge` where a record alone is. */
export function refuseTooMuch(records: readonly OutgoingRecord[]): void {
  const sizes = records.map(({ value }) => Buffer.byteLength(value));
  refuseTooLarge(records, (_record, place) =>
    (sizes[place] ?? 0) > MAX_PUBLISH_BYTES
      ? `${sizes[place]} bytes, of at most ${MAX_PUBLISH_BYTES} that a publish takes`
      : undefined,
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > MAX_PUBLISH_BYTES)
    throw new EventLogError(`event log: ${bytes} bytes in one publish, of at most ${MAX_PUBLISH_BYTES}`, {
      retryable: false,
    });
}

/** Throws `RecordsTooLarge` where `faultOf` says what is wrong with the size of a record. */
export function refuseTooLarge(
  records: readonly OutgoingRecord[],
  faultOf: (record: OutgoingRecord, place: number) => string | undefined,
): void {
  const reasons = new Map<number, string>();
  for (const [place, record] of records.entries()) {
    const fault = faultOf(record, place);
    if (fault !== undefined) reasons.set(place, `${record.topic}: a record of ${fault}`);
  }
  if (reasons.size > 0) throw new RecordsTooLarge(reasons);
}
