import { STATUS_CODES } from 'node:http';
import { PROBLEMS_PATH } from '@gatehouse/contracts';
import { Fault, type FaultCode, internal, invalidRequest, unavailable } from '@gatehouse/errors';

/** The one place where a fault's code becomes an HTTP status. */
export const statusOfFault: Readonly<Record<FaultCode, number>> = {
  'invalid-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  unprocessable: 422,
  'too-many-requests': 429,
  'headers-too-large': 431,
  internal: 500,
  'bad-gateway': 502,
  unavailable: 503,
  'timed-out': 504,
};

export const PROBLEM_TYPE = 'application/problem+json';

/** An answer with problem details (RFC 9457), ready to be sent. */
export interface Problem {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface ProblemOptions {
  /** Where HTTP has a more exact one than the fault's. */
  status?: number | undefined;
  /** The platform's address, where its page of problems is. */
  publicUrl?: string | undefined;
}

function challengeOf({ kind, tokenError }: Fault): string {
  if (kind?.challenge !== undefined) return kind.challenge;
  return tokenError === undefined ? 'Bearer' : `Bearer error="${tokenError}"`;
}

/** The answer for a fault, which never shows its cause. */
export function problemOf(fault: Fault, correlationId: string, options: ProblemOptions = {}): Problem {
  const { status = statusOfFault[fault.code], publicUrl = '' } = options;
  const { kind } = fault;
  const headers: Record<string, string> = {
    ...fault.headers,
    'content-type': PROBLEM_TYPE,
    'cache-control': 'no-store',
    'x-correlation-id': correlationId,
  };
  if (status === 401) headers['www-authenticate'] = challengeOf(fault);
  if (fault.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(Math.max(1, Math.ceil(fault.retryAfterSeconds)));
  }
  const body = JSON.stringify({
    type: kind === undefined ? 'about:blank' : `${publicUrl}${PROBLEMS_PATH}#${kind.name}`,
    title: kind?.title ?? STATUS_CODES[status],
    status,
    code: fault.code,
    detail: fault.publicText,
    correlationId,
    ...fault.members,
  });
  return { status, headers, body };
}

const PORT_ERRORS = new Set(['StoreError', 'EventLogError']);

/**
 * Any thrown value as a fault. A retryable error of an engine is `unavailable`, a path that Express could not decode is a
 * faulty request, and everything unexpected is `internal`.
 */
export function faultFrom(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { name, retryable, status } = (error ?? {}) as {
    name?: unknown;
    retryable?: unknown;
    status?: unknown;
  };
  if (typeof name === 'string' && PORT_ERRORS.has(name) && retryable === true) return unavailable(error);
  if (name === 'URIError' && status === 400) return invalidRequest(['The URL is not well-formed']);
  return internal(error);
}
