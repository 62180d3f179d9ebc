import { randomUUID } from 'node:crypto';

/** The header in which a request's correlation id comes and goes. */
export const CORRELATION_HEADER = 'x-correlation-id';

const TAKEN = /^[A-Za-z0-9._:-]{1,128}$/;

/** The id that the caller gave, where it is one that can be taken, or else a new one. */
export function correlationIdFrom(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && TAKEN.test(given) ? given : randomUUID();
}
