import { createHmac, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { Webhook } from 'standardwebhooks';
import type { CallbackToVerify } from './callback-to-verify.ts';
import { CallbackRefused, verifyCallback } from './verify-callback.ts';

const NOW = Date.parse('2026-05-04T10:00:00.000Z');
const newSecret = () => randomBytes(32).toString('base64');
const [secret, older, strange] = [newSecret(), newSecret(), newSecret()];
const body = '{"sub":"4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F","sourceId":"é-1"}';

interface Sending {
  at?: number;
  signedBy?: string[];
  tokenBy?: string;
  claims?: Record<string, unknown>;
  algorithm?: jwt.Algorithm;
}

/** A callback as the platform sends it, made with the libraries that others would use. */
function callback({ at = NOW, signedBy = [secret], tokenBy = secret, claims, algorithm }: Sending = {}) {
  const id = 'D-1';
  const iat = Math.floor(at / 1_000);
  const standard = { iss: 'signin.education.gov.uk', aud: 'meals', iat, exp: iat + 600, jti: id };
  return {
    authorization: `Bearer ${jwt.sign({ ...standard, ...claims }, tokenBy, { algorithm: algorithm ?? 'HS256' })}`,
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
    clientId: 'meals',
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

  test('while a secret is rotated, by whichever of the two', () => {
    const both = callback({ signedBy: [secret, older] });
    expect(
      fault({ headers: callback({ signedBy: [secret, older], tokenBy: older }), secrets: [older] }),
    ).toBe('verified');
    expect(fault({ headers: both, secrets: [older, secret] })).toBe('verified');
    expect(fault({ headers: callback({ tokenBy: older }), secrets: [secret, older] })).toBe('verified');
    expect(
      fault({ headers: callback({ signedBy: [older], tokenBy: older }), secrets: [secret, older] }),
    ).toBe('verified');
  });

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
    ['another service', { clientId: 'other' }, 'token-invalid'],
    ['another platform', { issuer: 'elsewhere' }, 'token-invalid'],
    ['no headers', { headers: {} }, 'signature-missing'],
  ])('%s', (_name, more, expected) => expect(fault(more)).toBe(expected));

  test.each([
    ['a signature of another id', { 'webhook-id': 'D-2' }, 'signature-invalid'],
    ['a timestamp that was changed', { 'webhook-timestamp': String(NOW / 1_000 + 1) }, 'signature-invalid'],
    ['a timestamp that is none', { 'webhook-timestamp': '1e9' }, 'timestamp-out-of-tolerance'],
    ['a signature that is none', { 'webhook-signature': 'v1,' }, 'signature-invalid'],
    ['a signature of another version', { 'webhook-signature': 'v1a,AAAA' }, 'signature-invalid'],
    ['no token', { authorization: undefined }, 'token-missing'],
    ['another scheme', { authorization: 'Basic abc' }, 'token-missing'],
    ['a token that is none', { authorization: 'Bearer abc' }, 'token-invalid'],
  ])('%s', (_name, headers, expected) => {
    expect(fault({ headers: { ...callback(), ...headers } })).toBe(expected);
  });

  test.each([
    ['a token by another secret', { tokenBy: strange }],
    ['a token of another delivery', { claims: { jti: 'D-2' } }],
    ['a token that ended', { claims: { exp: NOW / 1_000 - 400 } }],
    ['a token of another algorithm', { algorithm: 'HS512' as const }],
  ])('%s', (_name, sending) => expect(fault({ headers: callback(sending) })).toBe('token-invalid'));

  test('an unsigned token, and one without an end', () => {
    const claims = { iss: 'signin.education.gov.uk', aud: 'meals', jti: 'D-1' };
    const unsigned = jwt.sign(claims, '', { algorithm: 'none' });
    const endless = jwt.sign(claims, secret);
    for (const token of [unsigned, endless]) {
      expect(fault({ headers: { ...callback(), authorization: `Bearer ${token}` } })).toBe('token-invalid');
    }
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
  [{ clientId: undefined }, 'clientId is missing'],
  [{ issuer: '' }, 'issuer is missing'],
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
