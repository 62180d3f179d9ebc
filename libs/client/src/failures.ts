import type { HeaderReader } from './request-to-verify.ts';

const textsOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];

/** The platform refused, or could not do it: an answer of 400 or above (RFC 9457). */
export class GatehouseProblem extends Error {
  override readonly name = 'GatehouseProblem';
  readonly status: number;
  /** Which kind of refusal, such as `invalid-request`; undefined where the answer came from something in between. */
  readonly code: string | undefined;
  /** Which kind it is among those of its status that have a type of their own, such as `session-invalid`. */
  readonly kind: string | undefined;
  /** The names of the attributes that it is about. */
  readonly attributes: readonly string[];
  /** Every fault of the request. */
  readonly errors: readonly string[];
  /** What the platform's logs know the request by. */
  readonly correlationId: string | undefined;
  /** When another try makes sense. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, body: unknown, headers: HeaderReader, retryAfterSeconds: number | undefined) {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = (member: string) => (typeof problem[member] === 'string' ? problem[member] : undefined);
    super(text('detail') ?? text('message') ?? text('title') ?? `Gatehouse answered ${status}`);
    this.status = status;
    this.code = text('code');
    this.kind = /#([a-z-]+)$/.exec(text('type') ?? '')?.[1];
    this.attributes = textsOf(problem.attributes);
    this.errors = textsOf(problem.errors);
    this.correlationId = text('correlationId') ?? headers.get('x-correlation-id') ?? undefined;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The reason of a failed call, by its innermost cause: fetch itself says no more than `fetch failed`. */
function reasonOf(failure: unknown): string {
  // By their members, not `instanceof`: errors of fetch may be of another realm.
  const { message, code, cause } = (failure ?? {}) as { message?: unknown; code?: unknown; cause?: unknown };
  if (typeof cause === 'object' && cause !== null) return reasonOf(cause);
  return (
    [message, code].find((text) => typeof text === 'string' && text !== '')?.toString() ?? 'unknown reason'
  );
}

/** No answer came, or none that could be read; `cause` says why. */
export class GatehouseUnreachable extends Error {
  override readonly name = 'GatehouseUnreachable';
  constructor(cause: unknown) {
    super(`Gatehouse did not answer: ${reasonOf(cause)}`, { cause });
  }
}
