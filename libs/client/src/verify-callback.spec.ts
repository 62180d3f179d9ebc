import { createHmac, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { Webhook } from 'standardwebhooks';
import { CallbackRefused, type CallbackToVerify, verifyCallback } from './verify-callback.ts';

const NOW = Date.parse('2026-05-04T10:00:00.000Z');
const newSecret = () => randomBytes(32).toString('base64');
const [secret, older, strange] = [newSecret(), newSecret(), newSecret()];
const body = '{"sub":"4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F","sourceId":"é-1"}';

interface Sending {
  at?: number;
  signedBy?: string[];
  tokenBy?: string;
}

/** A callback as the platform sends it, made with the libraries that others would use. */
function callback({ at = NOW, signedBy = [secret], tokenBy = secret }: Sending = {}) {
  const id = 'D-1';
  const iat = Math.floor(at / 1_000);
  const claims = { iss: 'signin.education.gov.uk', aud: 'meals', iat, exp: iat + 600, jti: id };
  return {
    authorization: `Bearer ${jwt.sign(claims, tokenBy)}`,
    'webhook-id': id,
    'webhook-timestamp': String(iat),
    'webhook-signature': signedBy.map((key) => new Webhook(key).sign(id, new Date(at), body)).join(' '),
    'x-correlation-id': 'c-1',
  };
}

function verify(more: Partial<CallbackToVerify> = {}) {
  return verifyCallback({
    headers: callback(),
    body,
    secrets: [secret],
    now: NOW,
    ...more,
  });
}

function fault(more: Partial<CallbackToVerify>): unknown {
  try {
    verify(more);
  } catch (error) {
    return error instanceof CallbackRefused ? error.fault : error;
  }
  return 'verified';
}

const said = {
  sub: '4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F',
  sourceId: 'é-1',
  deliveryId: 'D-1',
  correlationId: 'c-1',
};

describe('verified', () => {
  test('whatever headers and body come in', () => {
    expect(verify()).toEqual(said);
    expect(verify({ headers: new Headers(callback()) })).toEqual(said);
    const shouting = Object.entries(callback()).map(([name, value]) => [name.toUpperCase(), [value]]);
    expect(verify({ headers: Object.fromEntries(shouting) })).toEqual(said);
    expect(verify({ body: Buffer.from(body) })).toEqual(said);
  });

  test.each([
    ['the old one alone', [older]],
    ['the new one alone', [secret]],
    ['both', [older, secret]],
  ])('while a secret is rotated, with %s, at the first attempt', (_name, secrets) => {
    // As the platform sends it: a signature by each secret that is valid, the token by the newest alone.
    const headers = callback({ signedBy: [secret, older], tokenBy: secret });
    expect(fault({ headers, secrets })).toBe('verified');
  });

  test('with both secrets, what one of them signed, the newest or not', () => {
    for (const one of [secret, older]) {
      const headers = callback({ signedBy: [one], tokenBy: one });
      expect(fault({ headers, secrets: [secret, older] })).toBe('verified');
    }
  });

  test.each([undefined, 'Bearer abc', 'Basic abc'])(
    'whatever token is beside the signature: %s',
    (authorization) => {
      expect(fault({ headers: { ...callback(), authorization } })).toBe('verified');
    },
  );

  test('within the tolerance, either way', () => {
    expect(fault({ now: NOW + 299_000 })).toBe('verified');
    expect(fault({ now: NOW - 299_000 })).toBe('verified');
    expect(fault({ now: NOW + 899_000, toleranceSeconds: 900 })).toBe('verified');
  });
});

describe('refused', () => {
  test.each([
    ['a body that was changed', { body: body.replace('4B5F', '4B5E') }, 'signature-invalid'],
    ['a secret of nobody', { secrets: [strange] }, 'signature-invalid'],
    ['an old callback', { now: NOW + 301_000 }, 'timestamp-out-of-tolerance'],
    ['one of the future', { now: NOW - 301_000 }, 'timestamp-out-of-tolerance'],
    ['no headers', { headers: {} }, 'signature-missing'],
  ])('%s', (_name, more, expected) => expect(fault(more)).toBe(expected));

  test.each([
    ['a signature of another id', { 'webhook-id': 'D-2' }, 'signature-invalid'],
    ['a timestamp that was changed', { 'webhook-timestamp': String(NOW / 1_000 + 1) }, 'signature-invalid'],
    ['a timestamp that is none', { 'webhook-timestamp': '1e9' }, 'timestamp-out-of-tolerance'],
    ['a signature that is none', { 'webhook-signature': 'v1,' }, 'signature-invalid'],
    ['a signature of another version', { 'webhook-signature': 'v1a,AAAA' }, 'signature-invalid'],
    ['a token without a signature', { 'webhook-signature': undefined }, 'signature-missing'],
  ])('%s', (_name, headers, expected) => {
    expect(fault({ headers: { ...callback(), ...headers } })).toBe(expected);
  });

  test('a right token beside a signature by a secret of nobody', () => {
    expect(fault({ headers: callback({ signedBy: [strange], tokenBy: secret }) })).toBe('signature-invalid');
  });

  test.each(['[]', 'null', '{"sub":1,"sourceId":"a"}', '{"sub":"a"}', 'x'])('a signed body %s', (text) => {
    const timestamp = String(Math.floor(NOW / 1_000));
    const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`D-1.${timestamp}.${text}`);
    const headers = { ...callback(), 'webhook-signature': `v1,${mac.digest('base64')}` };
    expect(fault({ headers, body: text })).toBe('body-invalid');
  });
});

test.each([[[]], [['']], [[secret, '']]])('secrets %j are a mistake of the caller', (secrets) => {
  expect(() => verify({ secrets })).toThrow(TypeError);
});

test.each([
  [{ toleranceSeconds: Number.NaN }, 'toleranceSeconds should be a number from 0'],
  [{ now: Number.NaN }, 'now should be a number from 0'],
  [{ secrets: [undefined] }, 'secrets[0] is missing'],
  [{ secrets: undefined }, 'secrets should hold at least one API secret'],
  [{ secrets: [`${secret}\n`] }, 'secrets[0] begins or ends with white space'],
  [{ body: { sub: 'parsed' } }, 'body should be the text or the bytes as they came'],
  [{ headers: undefined }, "headers should be the request's headers"],
])('%j is the own fault of who verifies, and nothing is verified', (more, message) => {
  expect(() => verify(more as Partial<CallbackToVerify>)).toThrow(TypeError);
  expect(() => verify(more as Partial<CallbackToVerify>)).toThrow(message);
});
