import { EventLogError } from '../port.ts';

/** Kafka's error codes that no retry mends (https://kafka.apache.org/protocol#protocol_error_codes). */
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
const FINAL = new Set([
  ...TOO_LARGE,
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_VERSION',
  'INVALID_PARTITIONS',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_CONFIG',
  'POLICY_VIOLATION',
  'INVALID_TRANSACTION_TIMEOUT',
  'INVALID_SESSION_TIMEOUT',
  'SECURITY_DISABLED',
]);
const FINAL_NAMES = new Set(['KafkaJSSASLAuthenticationError', 'KafkaJSServerDoesNotSupportApiKey']);
/** kafkajs throws it, as a plain Error, where a broker's connection was just closed: nothing was sent. */
const NOT_CONNECTED = 'Broker not connected';
/** PRODUCER_FENCED, which has no name in kafkajs. */
const PRODUCER_FENCED = 90;

/** Errors of a look-up of a broker's name. */
const UNRESOLVED = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NONAME',
  'ENODATA',
  'ESERVFAIL',
  'ETIMEOUT',
]);

/** What errors of kafkajs have; `broker` is the host and port that a connection was for. */
type Cause = Error & { type?: unknown; code?: unknown; broker?: unknown; errors?: unknown };

/** Any failure of kafkajs as the port's error. Its text has names and codes only, never what was sent. */
export function asEventLogError(error: unknown): EventLogError {
  if (error instanceof EventLogError) return error;
  const chain = causesOf(error);
  const fenced = chain.some(
    ({ type, code }) => type === 'INVALID_PRODUCER_EPOCH' || code === PRODUCER_FENCED,
  );
  const final = chain.some(({ name, type }) => FINAL_NAMES.has(name) || FINAL.has(String(type)));
  const ofKafka = chain.some(
    ({ name, code, message }) =>
      name.startsWith('KafkaJS') ||
      name === 'SeveralLeaders' ||
      typeof code === 'string' ||
      message === NOT_CONNECTED,
  );
  const text = textOf(chain);
  return new EventLogError(`event log: ${fenced ? `a publisher has a successor (${text})` : text}`, {
    retryable: ofKafka && !final && !fenced,
    fenced,
    cause: error,
  });
}

/** True where the broker knows no such topic. */
export function isUnknownTopic(error: unknown): boolean {
  return causesOf(error).some(({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION');
}

/** True where a batch was larger than its topic takes. */
export function isTooLarge(error: unknown): boolean {
  return causesOf(error).some(({ type }) => TOO_LARGE.has(String(type)));
}

function textOf(chain: readonly Cause[]): string {
  const unreachable = chain.find(
    ({ name, broker }) => broker !== undefined && name === 'KafkaJSConnectionError',
  );
  if (unreachable !== undefined) return unreachableText(unreachable);
  const innermost = chain.at(-1);
  if (innermost === undefined) return 'unknown failure';
  const { name, message, type, code } = innermost;
  if (typeof type === 'string') return type;
  if (message === NOT_CONNECTED) return NOT_CONNECTED;
  return code === undefined ? name : `${name} ${code}`;
}

function unreachableText({ broker, code = 'no connection' }: Cause): string {
  if (!UNRESOLVED.has(String(code))) return `broker ${broker} cannot be reached (${code})`;
  return `the name of broker ${broker} cannot be resolved (${code}): it is in EVENTS_URL, or the cluster advertises it (advertised.listeners)`;
}

/** From the outermost error in; kafkajs wraps the first cause in the error of its last retry. */
function causesOf(error: unknown): Cause[] {
  const chain: Cause[] = [];
  let current = error;
  while (Error.isError(current) && chain.length < 10) {
    const { errors, cause }: Cause = current;
    chain.push(current);
    current = Array.isArray(errors) ? errors[0] : cause;
  }
  return chain;
}
