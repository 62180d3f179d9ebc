import { randomBytes } from 'node:crypto';
import { callbackBody, callbackClaims, callbackHeaders } from '@gatehouse/contracts';
import jwt from 'jsonwebtoken';
import { Webhook } from 'standardwebhooks';
import { signedRequest } from './sign-request.ts';
import { signingKeysOf } from './signing-keys.ts';

const secret = () => ({
  id: 'a secret',
  text: randomBytes(32).toString('base64'),
  expiresAt: Number.POSITIVE_INFINITY,
});
const newest = secret();
const older = secret();
const ID = 'A5A5A5A5-0000-4000-8000-000000000001';
const SUB = 'B5B5B5B5-0000-4000-8000-000000000002';

function signed(overrides: Partial<Parameters<typeof signedRequest>[0]> = {}) {
  return signedRequest({
    deliveryId: ID,
    body: { sub: SUB, sourceId: 'é"1' },
    correlationId: 'c-1',
    issuer: 'signin.education.gov.uk',
    clientId: 'meals',
    keys: [newest, older].map(signingKeysOf),
    tokenKey: signingKeysOf(newest).jwt,
    now: Date.now(),
    ...overrides,
  });
}

describe('signedRequest', () => {
  test('the body is the two members and nothing more', () => {
    expect(signed().body).toBe(`{"sub":"${SUB}","sourceId":"é\\"1"}`);
    expect(signed({ body: { sub: SUB, sourceId: 12 } }).body).toBe(`{"sub":"${SUB}","sourceId":12}`);
  });

  test('it is what the documentation of the callback says: body, headers and claims', () => {
    const { body, headers } = signed();
    expect(callbackBody.parse(JSON.parse(body))).toEqual({ sub: SUB, sourceId: 'é"1' });
    const { 'content-type': type, 'user-agent': _agent, authorization = '', ...others } = headers;
    expect(type).toBe('application/json');
    expect(callbackHeaders.strict().parse(others)).toEqual(others);
    const claims = jwt.decode(authorization.replace('Bearer ', ''));
    expect(callbackClaims.parse(claims)).toEqual(claims);
  });

  test('every valid secret verifies it as a Standard Webhook, and no other does', () => {
    const { body, headers } = signed();
    for (const { text } of [newest, older]) {
      expect(new Webhook(text).verify(body, headers)).toEqual({ sub: SUB, sourceId: 'é"1' });
    }
    expect(() => new Webhook(secret().text).verify(body, headers)).toThrow();
    expect(headers['webhook-id']).toBe(ID);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  });

  test('the token is keyed with the newest secret’s text, and says who calls whom', () => {
    const now = 1_800_000_000_999;
    const token = signed({ now }).headers.authorization?.replace('Bearer ', '') ?? '';
    const options = { algorithms: ['HS256' as const], clockTimestamp: 1_800_000_000 };
    expect(jwt.verify(token, newest.text, options)).toEqual({
      iss: 'signin.education.gov.uk',
      aud: 'meals',
      iat: 1_800_000_000,
      exp: 1_800_000_600,
      jti: ID,
    });
    expect(() => jwt.verify(token, older.text, options)).toThrow('invalid signature');
  });

  test('the token is keyed with the secret that is said, the webhook with all', () => {
    const { headers } = signed({ tokenKey: signingKeysOf(older).jwt });
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    expect(() => jwt.verify(token, older.text)).not.toThrow();
    expect(() => jwt.verify(token, newest.text)).toThrow('invalid signature');
    expect(headers['webhook-signature']).toBe(signed().headers['webhook-signature']);
  });
});
