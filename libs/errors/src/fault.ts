/** Every way in which a request can be refused or fail. The union is closed: the docs list them and the HTTP mapping covers all. */
export type FaultCode =
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported-media-type'
  | 'unprocessable'
  | 'too-many-requests'
  | 'headers-too-large'
  | 'uri-too-long'
  | 'bad-gateway'
  | 'timed-out'
  | 'unavailable'
  | 'internal';

/** What sets a kind of problem apart from all others of its status. */
export interface FaultKind {
  /** Where it is explained, and what ends its `type`. */
  name: string;
  title: string;
  /** The scheme of `WWW-Authenticate`, where it is not the client's own token that is refused. */
  challenge?: string;
}

export interface FaultOptions {
  /** The text for the caller; no personal data. */
  publicText: string;
  /** Further members of the answer, such as `errors`. */
  members?: Readonly<Record<string, unknown>>;
  /** Where its problem has a type of its own. */
  kind?: FaultKind;
  /** Further headers of the answer. */
  headers?: Readonly<Record<string, string>>;
  /** How OAuth calls it, where a token was given and is not accepted (RFC 6750, section 3.1). */
  tokenError?: 'invalid_token';
  /** When another try makes sense. */
  retryAfterSeconds?: number;
  /** The underlying error: for the log, never for the caller. */
  cause?: unknown;
}

/** A refusal or failure in the domain's terms: a code, a text for the caller, a private cause. It knows no HTTP. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly publicText: string;
  readonly members: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly kind: FaultKind | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly tokenError: 'invalid_token' | undefined;

  constructor(code: FaultCode, options: FaultOptions) {
    super(options.publicText, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.publicText = options.publicText;
    this.members = options.members;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.kind = options.kind;
    this.headers = options.headers;
    this.tokenError = options.tokenError;
  }
}
