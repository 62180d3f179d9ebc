/** A JSON object as the API gives it. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The answer as an object; empty where the API gave none. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** The objects of a list. */
export function recordsOf(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A member as text; empty where it is not there. */
export function textOf(record: JsonRecord, member: string): string {
  const value = record[member];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
