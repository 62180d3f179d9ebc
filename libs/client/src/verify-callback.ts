import { createHmac, timingSafeEqual } from 'node:crypto';
import { type CallbackToVerify, checkCallbackToVerify, type HeaderReader } from './callback-to-verify.ts';

/** What a callback says: that the person whom the service knows as `sourceId` is the user `sub`. */
export interface Callback {
  sub: string;
  sourceId: string | number;
  /** The same for every attempt: a callback whose id was seen before has been dealt with. */
  deliveryId: string;
  /** What the invitation's request was known by. */
  correlationId: string | undefined;
}

export type CallbackFault =
  | 'signature-missing'
  | 'signature-invalid'
  | 'timestamp-out-of-tolerance'
  | 'body-invalid';

/** The request is no callback of the platform to this service. */
export class CallbackRefused extends Error {
  override readonly name = 'CallbackRefused';
  readonly fault: CallbackFault;
  constructor(fault: CallbackFault, cause?: unknown) {
    super(`This is no callback: ${fault}`, { cause });
    this.fault = fault;
  }
}

const TOLERANCE_S = 300;

type Header = (name: string) => string | undefined;

function headerOf(headers: CallbackToVerify['headers']): Header {
  // Not `instanceof`: there is more than one Headers class about.
  if (typeof headers.get === 'function') return (name) => (headers as HeaderReader).get(name) ?? undefined;
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = byName.get(name);
    return typeof value === 'string' ? value : value?.join(', ');
  };
}

function isOneOf(expected: readonly Buffer[], given: readonly Buffer[]): boolean {
  let found = false;
  for (const one of expected) {
    for (const other of given) {
      // Every pair is compared, so that the time taken says nothing of which was near.
      found = (one.length === other.length && timingSafeEqual(one, other)) || found;
    }
  }
  return found;
}

/** The signature of Standard Webhooks (https://www.standardwebhooks.com), by any of the secrets. Gives the delivery's id. */
function verifySignature(
  header: Header,
  body: Uint8Array,
  keys: readonly Buffer[],
  toVerify: CallbackToVerify,
): string {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    header(`webhook-${name}`),
  );
  if (id === undefined || timestamp === undefined || signatures === undefined) {
    throw new CallbackRefused('signature-missing');
  }
  const { now = Date.now(), toleranceSeconds = TOLERANCE_S } = toVerify;
  const apart = Math.abs(now / 1_000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || apart > toleranceSeconds) {
    throw new CallbackRefused('timestamp-out-of-tolerance');
  }
  const expected = keys.map((key) =>
    createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest(),
  );
  const given = signatures
    .split(/[ ,]+(?=v1,)/)
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice('v1,'.length).trim(), 'base64'));
  if (!isOneOf(expected, given)) throw new CallbackRefused('signature-invalid');
  return id;
}

function readBody(body: Uint8Array): Pick<Callback, 'sub' | 'sourceId'> {
  try {
    const { sub, sourceId } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof sub === 'string' && (typeof sourceId === 'string' || typeof sourceId === 'number')) {
      return { sub, sourceId };
    }
  } catch (error) {
    throw new CallbackRefused('body-invalid', error);
  }
  throw new CallbackRefused('body-invalid');
}

/**
 * Makes sure that a request is a callback of the platform to this service, unaltered and recent, by its webhook signature:
 * one by any of the secrets proves sender and body. The token beside it proves no more, and is signed by one secret alone,
 * so it is not looked at. Throws CallbackRefused, to be answered 401, and TypeError where what it is to be verified by, or the
 * body as it came, is not given: that is no fault of the request's.
 */
export function verifyCallback(toVerify: CallbackToVerify): Callback {
  checkCallbackToVerify(toVerify);
  const keys = toVerify.secrets.map((secret) => Buffer.from(secret, 'base64'));
  if (keys.some((key) => key.length === 0)) throw new TypeError('verifyCallback: a secret is no API secret');
  const header = headerOf(toVerify.headers);
  const { body } = toVerify;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const deliveryId = verifySignature(header, bytes, keys, toVerify);
  return { ...readBody(bytes), deliveryId, correlationId: header('x-correlation-id') };
}
