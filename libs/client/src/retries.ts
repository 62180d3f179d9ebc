/** How a call is tried again where the platform is busy or away. */
export interface RetryOptions {
  /** All in all; 1 never tries again. Default 4. */
  attempts?: number;
  /** The longest wait before the second attempt; doubles from then on. Default 250 ms. */
  baseMs?: number;
  /** A platform that asks for a longer wait than this is not tried again. Default 30 s. */
  maxWaitMs?: number;
}

const SECONDS = /^\d{1,9}$/;

/** `Retry-After` in seconds from now: a number of them, or a date (RFC 9110, section 10.2.3). */
export function retryAfterOf(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (SECONDS.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - nowMs) / 1_000));
}

/** Statuses after which the same call may go through. */
export function mayPass(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** How long to wait before the attempt after this one (1 the first); undefined where there should be none. */
export function waitAfter(
  attempt: number,
  { attempts = 4, baseMs = 250, maxWaitMs = 30_000 }: RetryOptions,
  retryAfterSeconds: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  if (attempt >= attempts) return undefined;
  const asked = (retryAfterSeconds ?? 0) * 1_000;
  if (asked > maxWaitMs) return undefined;
  const step = Math.min(baseMs * 2 ** (attempt - 1), maxWaitMs);
  // Never before what was asked for, and not all clients at the same moment.
  return asked + step * (0.5 + random() / 2);
}
