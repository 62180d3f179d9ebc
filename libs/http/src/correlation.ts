import { randomUUID } from 'node:crypto';

/** The header of a request's correlation id, in requests and answers. */
export const CORRELATION_HEADER = 'x-correlation-id';

const ACCEPTED = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's id where it is acceptable, else a new one. */
export function correlationIdFrom(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && ACCEPTED.test(given) ? given : randomUUID();
}
