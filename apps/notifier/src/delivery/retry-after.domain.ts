const SECONDS = /^\d+$/;
/** IMF-fixdate, RFC 850 and asctime, which recipients accept (RFC 9110, section 5.6.7). */
const DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? [\w :,-]+$/;

/** What a `Retry-After` (RFC 9110, section 10.2.3) asks for, in milliseconds from `nowMs`; undefined where it is not valid. */
export function retryAfterMs(text: string | undefined, nowMs: number): number | undefined {
  const value = text?.trim() ?? '';
  if (SECONDS.test(value)) return Number(value) * 1_000;
  if (!DATE.test(value)) return undefined;
  const at = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
