import { STATUS_CODES } from 'node:http';
import type { FaultCode } from '@gatehouse/errors';
import { PROBLEM_TYPE, problemSchemaOf, type Route, statusOfFault } from '@gatehouse/http';
import type { Answer } from './open-api.ts';
import { withKinds } from './problem-kinds.ts';
import type { SchemaBook } from './schema-book.ts';

const CORRELATION = { 'x-correlation-id': { $ref: '#/components/headers/CorrelationId' } };
const RETRY_AFTER = { 'retry-after': { $ref: '#/components/headers/RetryAfter' } };

interface Kind {
  words: string;
  detail: string;
  members?: Record<string, unknown>;
  headers?: Record<string, unknown>;
}

/** Every refusal and failure of the platform, with an example. */
const KINDS: Partial<Record<FaultCode, Kind>> = {
  'invalid-request': {
    words: 'The request has faults. `errors` lists all of them.',
    detail: 'The request has faults',
    members: { errors: ['Missing sourceId', 'email is not a valid email address'] },
  },
  unauthenticated: {
    words: 'The token is missing, or it is not accepted: `message` says why.',
    detail: 'jwt expired',
    members: { success: false, message: 'jwt expired' },
    headers: {
      'www-authenticate': {
        description:
          'The scheme of the token: `Bearer`. With `error="invalid_token"` where a person’s token was given and does not count.',
        schema: { type: 'string', enum: ['Bearer', 'Bearer error="invalid_token"'] },
      },
    },
  },
  forbidden: { words: 'The caller may not do this.', detail: 'Only the operator may do that' },
  'not-found': {
    words: 'What the path names does not exist, or the caller may not see it.',
    detail: 'There is nothing here',
  },
  conflict: {
    words: 'The request conflicts with what exists already: `detail` says with what.',
    detail: 'email: another user has this address',
  },
  gone: {
    words: 'What the request refers to no longer exists.',
    detail: 'The cursor is from before a rebuild of the list',
  },
  'too-large': { words: 'The body is larger than 100 KB.', detail: 'The body may hold at most 102400 bytes' },
  'unsupported-media-type': {
    words: 'The content type of the body is not accepted here, or the body is compressed.',
    detail: 'The body must be application/json',
  },
  unprocessable: {
    words: 'The request is well-formed, but it cannot be carried out: `detail` says why.',
    detail: 'This Idempotency-Key was used with another body',
  },
  'too-many-requests': {
    words: 'The client has sent more requests than its limit allows. Try again after `Retry-After`.',
    detail: 'At most 3000 requests a minute; please try again later',
    headers: RETRY_AFTER,
  },
  internal: {
    words: 'The platform failed unexpectedly. The logs have the cause, under the correlation id.',
    detail: 'Something went wrong on our side',
  },
  'bad-gateway': {
    words: 'A service behind the gateway broke off its answer. Whether a write was done is unknown.',
    detail: 'The service behind this path broke off its answer',
    headers: RETRY_AFTER,
  },
  unavailable: {
    words: 'Not available right now. Try again after `Retry-After`.',
    detail: 'This is not available right now; please try again',
    headers: RETRY_AFTER,
  },
  'timed-out': {
    words: 'A service behind the gateway did not answer in time. Whether a write was done is unknown.',
    detail: 'The service behind this path did not answer in time',
    headers: RETRY_AFTER,
  },
};

const codes = Object.keys(KINDS) as FaultCode[];
const nameOf = (code: FaultCode) =>
  code.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** The answers that operations share, by name. */
export function sharedProblems(book: SchemaBook): Record<string, Answer> {
  return Object.fromEntries(
    codes.map((code) => {
      const { words = '', detail = '', members, headers } = KINDS[code] ?? {};
      const status = statusOfFault[code];
      const example = {
        type: 'about:blank',
        title: STATUS_CODES[status],
        status,
        code,
        detail,
        correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
        ...members,
      };
      const schema = book.given(
        problemSchemaOf(code).meta({ id: `${nameOf(code)}Problem`, description: words }),
      );
      const answer = {
        description: words,
        headers: { ...CORRELATION, ...headers },
        content: { [PROBLEM_TYPE]: { schema, example } },
      };
      return [nameOf(code), answer];
    }),
  );
}

/** Which refusals and failures a route may answer with, beside those that it declares itself. */
function anyRouteMay(route: Route): FaultCode[] {
  if (route.access === 'open') return ['invalid-request', 'internal'];
  const isLimited = route.access !== 'operator';
  const hasBody = route.body !== undefined || route.bodyType === 'csv';
  return [
    'invalid-request',
    'unauthenticated',
    'forbidden',
    ...(route.path.includes(':') ? (['not-found'] as const) : []),
    // A body where none is expected is refused in the same way, except on GET.
    ...(route.method !== 'get' && route.bodyType !== 'csv' ? (['too-large'] as const) : []),
    ...(hasBody ? (['unsupported-media-type'] as const) : []),
    ...(isLimited ? (['too-many-requests'] as const) : []),
    'internal',
    'bad-gateway',
    'unavailable',
    'timed-out',
  ];
}

/** The problems of an operation, by status. */
export function problemsOf(route: Route, book: SchemaBook): Record<string, Answer> {
  const own = route.described.refusals ?? {};
  const possible = new Set([...anyRouteMay(route), ...(Object.keys(own) as FaultCode[])]);
  const answers = Object.fromEntries(
    [...possible].map((code): [string, Answer] => {
      if (KINDS[code] === undefined) throw new Error(`${code}: is no refusal of an operation`);
      const $ref = `#/components/responses/${nameOf(code)}`;
      const description = own[code];
      return [String(statusOfFault[code]), description === undefined ? { $ref } : { $ref, description }];
    }),
  );
  const kinds = route.described.problems ?? [];
  return kinds.length === 0 ? answers : withKinds(answers, sharedProblems(book), kinds, book);
}
