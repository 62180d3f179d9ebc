/** The form of such a text; whether a calendar has the day, `isoInstant` knows. */
export const ISO_INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:T((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;

function isCalendarDay(day: string): boolean {
  const parsed = new Date(`${day}T00:00:00.000Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}

/**
 * The instant, in milliseconds, of an ISO 8601 text: `YYYY-MM-DDTHH:mm[:ss[.fraction]]` with `Z`, `±HH:mm` or, as UTC,
 * nothing; a day alone is its first instant in UTC. Undefined for any other text, and for a day that no calendar has.
 */
export function isoInstant(text: string): number | undefined {
  const [, day, minute = '00:00', second = '00', fraction = '', offset = 'Z'] = ISO_INSTANT.exec(text) ?? [];
  if (day === undefined || !isCalendarDay(day)) return undefined;
  const at = Date.parse(`${day}T${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  // An offset can lead out of the years that four digits can write.
  return /^\d{4}-/.test(new Date(at).toISOString()) ? at : undefined;
}
