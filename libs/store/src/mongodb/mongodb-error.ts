import { StoreError } from '../port.ts';

const DUPLICATE_KEY = 11_000;
const NAMESPACE_NOT_FOUND = 26;
const IMMUTABLE_FIELD = 66;
/** IndexOptionsConflict and IndexKeySpecsConflict. */
const INDEX_CONFLICTS = new Set([85, 86]);

/**
 * Codes of https://www.mongodb.com/docs/manual/reference/error-codes/ that concern the server's state and not the
 * request. FerretDB answers 1 while its database is unavailable.
 */
const PASSING = new Set([
  1, 6, 7, 24, 43, 46, 50, 63, 64, 79, 89, 91, 100, 112, 133, 134, 150, 175, 189, 202, 234, 237, 262, 290,
  317, 358, 384, 391, 402, 462, 9001, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436, 14031,
]);
const PASSING_LABELS = new Set([
  'RetryableWriteError',
  'RetryableError',
  'TransientTransactionError',
  'SystemOverloadedError',
]);
/** Errors of the driver, and of mongoose, when no server answers; one has no prefix. */
const UNREACHABLE =
  /^Mongo(ose)?(Network|NetworkTimeout|ServerSelection|OperationTimeout|PoolCleared|PoolClosed|WaitQueueTimeout|NotConnected|TopologyClosed|ServerClosed|ClientClosed|ConnectionPoolCleared|ExpiredSession|StalePrimary|CursorExhausted|System)Error$|^PoolClearedOnNetworkError$/;

/** Node's codes for a lost connection: the driver passes them on when it was writing a command. */
const OF_SOCKET =
  /^(ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOTCONN|ERR_SOCKET_CLOSED|ERR_STREAM_[A-Z_]+)$/;

// Read by name, not by instanceof: under jest, a library's errors may belong to another realm.
function member(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function textOf(error: unknown, name: string): string {
  const value = member(error, name);
  return typeof value === 'string' ? value : '';
}

function codeOf(error: unknown): number | undefined {
  const code = member(error, 'code');
  return typeof code === 'number' ? code : undefined;
}

/** Whether the collection is not there (yet). */
export function isMissingCollection(error: unknown): boolean {
  return codeOf(error) === NAMESPACE_NOT_FOUND;
}

/**
 * Whether an upsert matched nothing and could not insert: its id was forbidden (ImmutableField), or is the taken one that it
 * looked for.
 */
export function isForbiddenInsert(error: unknown): boolean {
  return codeOf(error) === IMMUTABLE_FIELD || refusingIndex(error) === '_id_';
}

/** Whether an index cannot be created because another has its name or its members. */
export function isIndexConflict(error: unknown): boolean {
  return INDEX_CONFLICTS.has(codeOf(error) ?? 0);
}

/** The unique index that refused a document (`_id_` for the id's own); undefined for any other error. */
export function refusingIndex(error: unknown): string | undefined {
  if (codeOf(error) !== DUPLICATE_KEY) return undefined;
  // The name comes before any value of the document. FerretDB has its own wording.
  const message = textOf(error, 'message') || textOf(error, 'errmsg');
  return / index: ([\w.-]+)|: Index '([\w.-]+)'/.exec(message)?.slice(1).find(Boolean) ?? '';
}

/** Whether the failure may be over later. */
function isPassing(error: unknown): boolean {
  const labels = member(error, 'errorLabels');
  if (Array.isArray(labels) && labels.some((label) => PASSING_LABELS.has(label))) return true;
  // The driver wraps a lost connection in this error; a refusal of the server has a code.
  if (textOf(error, 'name') === 'MongoBulkWriteError' && codeOf(error) === undefined) return true;
  if (UNREACHABLE.test(textOf(error, 'name')) || OF_SOCKET.test(textOf(error, 'code'))) return true;
  return PASSING.has(codeOf(error) ?? 0);
}

/**
 * Why no server could be reached, as the code of the socket or the certificate (`ECONNREFUSED`, `SELF_SIGNED_CERT_IN_CHAIN`).
 * Without it, a wrong certificate would look like a server that has not started yet.
 */
function unreachableBecause(error: unknown): string {
  const own = textOf(error, 'code');
  if (/^[A-Z0-9_]+$/.test(own)) return `: ${own}`;
  const servers: unknown = member(member(error, 'reason'), 'servers');
  for (const server of servers instanceof Map ? servers.values() : []) {
    for (let cause: unknown = member(server, 'error'); cause !== undefined; cause = member(cause, 'cause')) {
      const code = textOf(cause, 'code');
      if (/^[A-Z0-9_]+$/.test(code)) return `: ${code}`;
    }
  }
  return '';
}

/**
 * Any failure as the port's. It contains neither the driver's message nor the error itself, which may contain values of
 * documents and addresses of servers.
 */
export function storeError(where: string, error: unknown): StoreError {
  if (member(error, 'name') === 'StoreError') return error as StoreError;
  const code = codeOf(error);
  const reason = textOf(error, 'codeName') || textOf(error, 'name') || 'unexpected failure';
  const detail = code === undefined ? unreachableBecause(error) : ` (${code})`;
  return new StoreError(`${where}: ${reason}${detail}`, {
    retryable: isPassing(error),
  });
}
