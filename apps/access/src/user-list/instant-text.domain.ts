const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,30})?)?(?:Z|([+-])(\d\d):(\d\d))?$/;
const SLASHES = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/;
const MINUTE_MS = 60_000;

interface Fields {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
}

/** Milliseconds since 1970 in UTC; undefined for a day or a time that does not exist. */
function utcOf({ year, month, day, hour = 0, minute = 0, second = 0 }: Fields): number | undefined {
  // `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return undefined;
  }
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000;
}

/**
 * The instant that a text names, in milliseconds since 1970 (with a fraction where the text is finer): `YYYY-MM-DD` (its
 * first instant), ISO 8601 `YYYY-MM-DDTHH:mm[:ss[.fraction]]` with `Z`, `±HH:mm` or nothing, or `YYYY/MM/DD HH:mm:ss`; UTC
 * where the text does not say otherwise. Undefined for any other text.
 */
export function instantOf(text: string): number | undefined {
  const match = DATE.exec(text) ?? ISO.exec(text) ?? SLASHES.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = match;
  const utc = utcOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  });
  if (utc === undefined) return undefined;
  const precise = fraction === undefined ? utc : utc + Number(`0${fraction}`) * 1_000;
  if (sign === undefined) return precise;
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MINUTE_MS;
  return sign === '+' ? precise - offset : precise + offset;
}
