import { createHmac, timingSafeEqual } from 'node:crypto';
import { checkRequestToVerify, type HeaderReader, type RequestToVerify } from './request-to-verify.ts';

/** Why a request is not taken: it is not signed, not by this platform or not recently, or it does not say what it should. */
export type RequestFault =
  | 'signature-missing'
  | 'signature-invalid'
  | 'timestamp-out-of-tolerance'
  | 'body-invalid';

/** A request that is signed, unaltered and recent. */
export interface VerifiedRequest {
  /** The JSON of the body. */
  body: unknown;
  /** The same for every attempt: what has an id that was seen before has been dealt with. */
  deliveryId: string;
  correlationId: string | undefined;
}

const TOLERANCE_S = 300;

type Header = (name: string) => string | undefined;

function headerOf(headers: RequestToVerify['headers']): Header {
  // Not `instanceof`: there is more than one Headers class about.
  if (typeof headers.get === 'function') return (name) => (headers as HeaderReader).get(name) ?? undefined;
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = byName.get(name);
    return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : undefined;
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

/** The signature of Standard Webhooks (https://www.standardwebhooks.com), by any of the keys. Gives the delivery's id, or the fault. */
function signedId(
  header: Header,
  body: Uint8Array,
  keys: readonly Buffer[],
  { now = Date.now(), toleranceSeconds = TOLERANCE_S }: RequestToVerify,
): { id: string } | { fault: RequestFault } {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    header(`webhook-${name}`),
  );
  if (id === undefined || timestamp === undefined || signatures === undefined) {
    return { fault: 'signature-missing' };
  }
  const apart = Math.abs(now / 1_000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || apart > toleranceSeconds) {
    return { fault: 'timestamp-out-of-tolerance' };
  }
  const expected = keys.map((key) => {
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    return Buffer.from(`v1,${digest}`);
  });
  const given = (signatures.match(/(?<![^ ,])v1,[^ ,]+/g) ?? []).map((signature) => Buffer.from(signature));
  return isOneOf(expected, given) ? { id } : { fault: 'signature-invalid' };
}

function parsed(body: Uint8Array): { body: unknown } | { fault: RequestFault; cause: unknown } {
  try {
    return { body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch (cause) {
    return { fault: 'body-invalid', cause };
  }
}

/**
 * Makes sure that a request is signed by one of the secrets, unaltered and recent: that proves sender and body. A token beside
 * the signature proves no more, and is signed by one secret alone, so it is not looked at. Gives the request, or its fault. Throws TypeError
 * where what it is to be verified by, or the body as it came, is not given: that is no fault of the request's. `where` names
 * the function in it.
 */
export function verifyRequest(
  where: string,
  toVerify: RequestToVerify,
): VerifiedRequest | { fault: RequestFault; cause?: unknown } {
  checkRequestToVerify(where, toVerify);
  const keys = toVerify.secrets.map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
  if (keys.some((key) => key.length === 0)) throw new TypeError(`${where}: a secret is no API secret`);
  const header = headerOf(toVerify.headers);
  const { body } = toVerify;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = signedId(header, bytes, keys, toVerify);
  if ('fault' in signed) return signed;
  const read = parsed(bytes);
  if ('fault' in read) return read;
  return { body: read.body, deliveryId: signed.id, correlationId: header('x-correlation-id') };
}
