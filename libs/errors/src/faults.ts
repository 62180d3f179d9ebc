import { Fault, type FaultCode } from './fault.ts';

/** The request's values are invalid; `errors` lists every fault, in the order of the fields. */
export function invalidRequest(errors: readonly string[]): Fault {
  return new Fault('invalid-request', {
    publicText: errors.length === 1 ? (errors[0] ?? '') : 'The request has faults',
    members: { errors },
  });
}

/** The caller is not known. The answer has `success: false` and `message` as well as the problem's members. */
export function unauthenticated(message: string): Fault {
  return new Fault('unauthenticated', { publicText: message, members: { success: false, message } });
}

/** A person's access token was given, and it does not count, or not any more. */
export function invalidToken(message: string): Fault {
  const members = { success: false, message };
  return new Fault('unauthenticated', { publicText: message, members, tokenError: 'invalid_token' });
}

/** The caller is known and may not do this. */
export function forbidden(publicText = 'This client may not do that'): Fault {
  return new Fault('forbidden', { publicText });
}

/** There is nothing at this path, or nothing that the caller may see. */
export function notFound(publicText = 'There is nothing here'): Fault {
  return new Fault('not-found', { publicText });
}

/** The path exists, for the methods in `allowed` only. */
export function methodNotAllowed(allowed: readonly string[]): Fault {
  return new Fault('method-not-allowed', { publicText: `Only ${allowed.join(', ')} can be used here` });
}

/** The request conflicts with the current state. */
export function conflict(publicText: string, members?: Readonly<Record<string, unknown>>): Fault {
  return new Fault('conflict', { publicText, ...(members !== undefined && { members }) });
}

/** It existed, and will not exist again. */
export function gone(publicText: string): Fault {
  return new Fault('gone', { publicText });
}

/** The body is over its limit, in bytes. */
export function tooLarge(limitBytes: number): Fault {
  return new Fault('too-large', { publicText: `The body may hold at most ${limitBytes} bytes` });
}

/** The body has a media type that is not accepted here. */
export function unsupportedMediaType(publicText: string): Fault {
  return new Fault('unsupported-media-type', { publicText });
}

/** The request is well-formed and cannot be carried out. */
export function unprocessable(publicText: string, errors?: readonly string[]): Fault {
  return new Fault('unprocessable', { publicText, ...(errors === undefined ? {} : { members: { errors } }) });
}

/** Too many requests; another try makes sense after `retryAfterSeconds`. */
export function tooManyRequests(publicText: string, retryAfterSeconds: number): Fault {
  return new Fault('too-many-requests', { publicText, retryAfterSeconds });
}

/** The headers are over their limit, in bytes. */
export function headersTooLarge(limitBytes: number): Fault {
  return new Fault('headers-too-large', { publicText: `The headers may hold at most ${limitBytes} bytes` });
}

/** The URL is over its limit, in bytes. */
export function uriTooLong(limitBytes: number): Fault {
  return new Fault('uri-too-long', { publicText: `The URL may hold at most ${limitBytes} bytes` });
}

function passing(code: FaultCode, publicText: string, cause: unknown, retryAfterSeconds = 1): Fault {
  return new Fault(code, { publicText, retryAfterSeconds, cause });
}

/** A service behind the gateway broke off its answer. */
export function badGateway(cause?: unknown): Fault {
  return passing('bad-gateway', 'The service behind this path broke off its answer', cause);
}

/** A service behind the gateway did not answer in time. */
export function timedOut(cause?: unknown): Fault {
  return passing('timed-out', 'The service behind this path did not answer in time', cause);
}

/** Not now; the same request may succeed after `retryAfterSeconds`. */
export function unavailable(cause?: unknown, retryAfterSeconds?: number): Fault {
  const publicText = 'This is not available right now; please try again';
  return passing('unavailable', publicText, cause, retryAfterSeconds);
}

/** An unexpected failure: one fixed sentence for the caller, the cause for the log. */
export function internal(cause: unknown): Fault {
  return new Fault('internal', { publicText: 'Something went wrong on our side', cause });
}
