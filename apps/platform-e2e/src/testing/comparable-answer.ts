import type { ApiAnswer } from '@gatehouse/testing';

/** An answer without its unique parts, to compare two refusals. */
export function comparable({ status, headers, body }: ApiAnswer) {
  const { correlationId: _each, ...rest } = body;
  const names = [...headers.keys()].filter((name) => name !== 'date').sort();
  return { status, names, rest };
}
