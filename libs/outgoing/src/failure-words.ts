/** Raised instead of a connection to an address that requests may not go to. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
}

/** Raised when an attempt exceeds its time limit. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/** Raised when the time to connect is over before the name is resolved. */
export class NameNotFoundInTime extends Error {
  override readonly name = 'NameNotFoundInTime';
  readonly code = 'EAI_AGAIN';
}

/** Raised when an answer is longer than what is read of one. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
}

/** Marks the error of a connection that was never made: nothing was sent over it. */
export function neverConnected<E extends Error>(error: E): E {
  return Object.assign(error, { connected: false });
}

const BEFORE_SENDING = new Set(['connection refused', 'dns', 'unreachable', 'tls', 'address not allowed']);

/** Whether nothing of a request can have reached anybody, for all that its error says. */
export function wasNeverSent(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ((each as { connected?: boolean }).connected === false) return true;
  }
  return BEFORE_SENDING.has(failureWords(error));
}

export const ADDRESS_NOT_ALLOWED = 'address not allowed';
export const CONNECTION_RESET = 'connection reset';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: CONNECTION_RESET,
  ECONNABORTED: CONNECTION_RESET,
  EPIPE: CONNECTION_RESET,
  ESOCKET: CONNECTION_RESET,
  UND_ERR_SOCKET: CONNECTION_RESET,
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EPROTO: 'tls',
  ETLS: 'tls',
  UND_ERR_HEADERS_OVERFLOW: 'answer not http',
};

const TLS = /^(?:ERR_(?:TLS|SSL|OSSL)|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_UNESCAPED)/;
const PARSER = /^HPE_/;

/** Why no answer came, in fixed words: an error's own message names hosts and values, so it is never shown. */
export function failureWords(error: unknown): string {
  if (error instanceof AddressNotAllowed) return ADDRESS_NOT_ALLOWED;
  if (error instanceof OutOfTime) return 'timeout';
  if (error instanceof AnswerTooLong) return 'answer too long';
  const code = codeOf(error);
  if (code === undefined) return 'failed';
  return WORDS[code] ?? (TLS.test(code) ? 'tls' : PARSER.test(code) ? 'answer not http' : 'failed');
}

/** The code of an error; where several addresses were tried, of the first one's. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, originalCode, errors, cause } = error as Record<string, unknown>;
  // nodemailer replaces the system's code by its own.
  if (typeof originalCode === 'string') return originalCode;
  if (typeof code === 'string') return code;
  if (Array.isArray(errors)) return errors.map(codeOf).find((each) => each !== undefined);
  return codeOf(cause);
}
