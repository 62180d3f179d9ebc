const TYPED = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const EXACT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/i;

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  ...{
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
});

function partsOf(at: number): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** An instant as the clock in the UK shows it: `2026-11-30 09:05`. */
export function ukTyped(at: number): string {
  const { year, month, day, hour, minute } = partsOf(at);
  return `${year}-${month}-${day} ${hour}:${minute}`;
}

/** How far the UK's clock is before UTC at that moment. */
function offsetAt(at: number): number {
  const { year, month, day, hour, minute, second } = partsOf(at);
  const shown = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return shown - Math.floor(at / 1_000) * 1_000;
}

/** What a person typed, UK time unless it names another, as an ISO instant; undefined where it is none. */
export function instantFrom(typed: string): string | undefined {
  const text = typed.trim();
  if (EXACT.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();
  const found = TYPED.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(shown);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCHours() !== hour)
    return undefined;
  if (date.getUTCMinutes() !== minute || date.getUTCSeconds() !== second) return undefined;
  return new Date(shown - offsetAt(shown - offsetAt(shown))).toISOString();
}
