import type { LogRecord } from '../port.ts';

/** A record whose value is parsed. The event is a CloudEvent 1.0 as its producer wrote it, not checked against its schema. */
export interface ParsedRecord {
  topic: string;
  key: string;
  event: Record<string, unknown>;
  record: LogRecord;
}

/** An embedded log hands the same record to all of its readers. */
const known = new WeakMap<LogRecord, ParsedRecord | undefined>();

/** Undefined where the value is not the JSON of an object. Readers of one record share what is made of it: none may alter it. */
export function parseRecord(record: LogRecord): ParsedRecord | undefined {
  if (known.has(record)) return known.get(record);
  const parsed = parsedOf(record);
  known.set(record, parsed);
  return parsed;
}

function parsedOf(record: LogRecord): ParsedRecord | undefined {
  let event: unknown;
  try {
    event = JSON.parse(record.value);
  } catch {
    return undefined;
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return undefined;
  return { topic: record.topic, key: record.key, event: event as Record<string, unknown>, record };
}
