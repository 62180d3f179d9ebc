import type { ApiAnswer } from '@gatehouse/testing';

/** What an answer tells, without what is each time another: two refusals that tell the same cannot be told apart. */
export function told({ status, headers, body }: ApiAnswer) {
  const { correlationId: _each, ...rest } = body;
  const names = [...headers.keys()].filter((name) => name !== 'date').sort();
  return { status, names, rest };
}
