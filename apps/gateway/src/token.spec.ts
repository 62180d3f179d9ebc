import { createHmac } from 'node:crypto';
import { Fault } from '@gatehouse/errors';
import { createSealer } from '@gatehouse/runtime';
import { createServiceRegistry, type RegisteredService } from '@gatehouse/service-registry';
import { service } from '@gatehouse/testing';
import { createTokenVerifier } from './token.ts';

const AUDIENCE = 'signin.education.gov.uk';
const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const SECONDS = NOW / 1_000;
const SERVICE = 'AAAAAAAA-0000-4000-8000-000000000001';
const SECRET = 'c2VjcmV0LW9mLXRoZS1zZXJ2aWNlLW9uZS0wMDAwMDE=';
const OLD_SECRET = 'b2xkLXNlY3JldC1vZi10aGUtc2VydmljZS0wMDAwMDE=';
const OPERATOR_SECRET = 'b3BlcmF0b3Itc2VjcmV0LTAwMDAwMDAwMDAwMDAwMDE=';
const sealer = createSealer(['a master key of some length']);
const at = new Date(NOW - 1_000).toISOString();

function sealed(id: string, text: string, expiresAt?: number) {
  const context = `service-secret:${SERVICE}`;
  const end = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() };
  return { id, sealed: sealer.seal(text, context), createdAt: at, ...end };
}

function registered(version: number, members: Partial<RegisteredService> = {}): RegisteredService {
  const state = service(SERVICE, { clientId: 'Service-One', secrets: [sealed('new', SECRET)] });
  return { ...state, version, ...members };
}

const base64url = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signed by hand, so that anything can be said. */
function token(claims: unknown, secret = SECRET, header: unknown = { alg: 'HS256', typ: 'JWT' }): string {
  const signed = `${base64url(header)}.${base64url(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const claims = (more: Record<string, unknown> = {}) => ({ iss: 'Service-One', aud: AUDIENCE, ...more });

function setUp(state: Partial<RegisteredService> = {}) {
  const registry = createServiceRegistry({ sealer });
  registry.apply(registered(1, state));
  let now = NOW;
  let caughtUp = true;
  const verify = createTokenVerifier({
    registry,
    operatorSecret: OPERATOR_SECRET,
    audience: AUDIENCE,
    clock: { now: () => now },
    isCaughtUp: () => caughtUp,
  });
  return {
    registry,
    verify,
    setNow: (value: number) => {
      now = value;
    },
    setCaughtUp: (value: boolean) => {
      caughtUp = value;
    },
  };
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) {
      expect(error.members?.message ?? error.publicText).toBe(error.publicText);
      return `${error.code}: ${error.publicText}`;
    }
    throw error;
  }
  throw new Error('the token was accepted');
}

const client = { kind: 'client', serviceId: SERVICE, clientId: 'Service-One' };

describe('accepted', () => {
  const { verify } = setUp();
  test.each<[string, string]>([
    ['without exp, as clients in the wild send it', `Bearer ${token(claims())}`],
    ['the scheme in another case', `bEaReR ${token(claims())}`],
    ['more than one space', `Bearer   ${token(claims())}`],
    ['no typ', `Bearer ${token(claims(), SECRET, { alg: 'HS256' })}`],
    ['the audience in a list', `Bearer ${token(claims({ aud: ['other', AUDIENCE] }))}`],
    [
      'dates with fractions',
      `Bearer ${token(claims({ exp: SECONDS + 0.5, nbf: SECONDS - 0.5, iat: SECONDS - 0.25 }))}`,
    ],
    ['expired within the tolerance', `Bearer ${token(claims({ exp: SECONDS - 29.5 }))}`],
    [
      'not yet valid within the tolerance',
      `Bearer ${token(claims({ nbf: SECONDS + 30, iat: SECONDS + 30 }))}`,
    ],
    ['members nobody knows', `Bearer ${token(claims({ sub: 1, other: { a: [] } }))}`],
  ])('%s', (_case, header) => {
    expect(verify([header])).toEqual(client);
    expect(verify([header])).toEqual(client);
  });

  test('the operator', () => {
    expect(verify([`Bearer ${token({ iss: 'operator', aud: AUDIENCE }, OPERATOR_SECRET)}`])).toEqual({
      kind: 'operator',
    });
  });
});

describe('refused', () => {
  const { verify } = setUp();
  const good = token(claims());
  const [head = '', body = '', signature = ''] = good.split('.');
  const none = base64url({ alg: 'none', typ: 'JWT' });
  const malformed = 'Malformed Authorization header. Should be bearer {token}';
  test.each<[string, string[], string]>([
    ['no header', [], 'Missing Authorization header'],
    ['an empty header', [''], 'Missing Authorization header'],
    ['two headers', [`Bearer ${good}`, `Bearer ${good}`], 'More than one Authorization header'],
    ['another scheme', [`Basic ${good}`], malformed],
    ['no scheme', [good], malformed],
    ['no token', ['Bearer '], malformed],
    ['two tokens', [`Bearer ${good} ${good}`], malformed],
    ['two headers made one', [`Bearer ${good}, Bearer ${good}`], malformed],
    ['over 8 KiB', [`Bearer ${token(claims({ more: 'x'.repeat(7_000) }))}`], 'The token is too long'],
    ['no JWT', ['Bearer abc'], 'jwt malformed'],
    ['four parts', [`Bearer ${good}.x`], 'jwt malformed'],
    ['a header that is no JSON', [`Bearer ${base64url('x')}.${body}.${signature}`], 'jwt malformed'],
    ['a header that is a number', [`Bearer ${base64url('5')}.${body}.${signature}`], 'invalid algorithm'],
    ['a payload that is no JSON', [`Bearer ${token('{')}`], 'jwt malformed'],
    ['a payload that is a list', [`Bearer ${token([])}`], 'invalid token'],
    ['a payload that is null', [`Bearer ${token('null')}`], 'invalid token'],
    ['no signature', [`Bearer ${head}.${body}.`], 'jwt signature is required'],
    ['alg none', [`Bearer ${none}.${body}.`], 'invalid algorithm'],
    ['alg none with a signature', [`Bearer ${none}.${body}.${signature}`], 'invalid algorithm'],
    ['alg in another case', [`Bearer ${token(claims(), SECRET, { alg: 'hs256' })}`], 'invalid algorithm'],
    ['HS512', [`Bearer ${token(claims(), SECRET, { alg: 'HS512' })}`], 'invalid algorithm'],
    ['RS256', [`Bearer ${token(claims(), SECRET, { alg: 'RS256' })}`], 'invalid algorithm'],
    ['no alg', [`Bearer ${token(claims(), SECRET, { typ: 'JWT' })}`], 'invalid algorithm'],
    [
      'crit',
      [`Bearer ${token(claims(), SECRET, { alg: 'HS256', crit: ['b64'], b64: true })}`],
      'unsupported crit header',
    ],
    ['another secret', [`Bearer ${token(claims(), OLD_SECRET)}`], 'invalid signature'],
    [
      'the secret’s bytes instead of its text',
      [`Bearer ${token(claims(), Buffer.from(SECRET, 'base64').toString('latin1'))}`],
      'invalid signature',
    ],
    [
      'another’s claims under a signature',
      [`Bearer ${head}.${base64url(claims({ iat: 1 }))}.${signature}`],
      'invalid signature',
    ],
    ['an unknown issuer', [`Bearer ${token(claims({ iss: 'nobody' }))}`], 'Unknown issuer'],
    ['the issuer in another case', [`Bearer ${token(claims({ iss: 'service-one' }))}`], 'Unknown issuer'],
    ['the service’s id as issuer', [`Bearer ${token(claims({ iss: SERVICE }))}`], 'Unknown issuer'],
    ['no issuer', [`Bearer ${token({ aud: AUDIENCE })}`], 'Unknown issuer'],
    ['issuers in a list', [`Bearer ${token(claims({ iss: ['Service-One'] }))}`], 'Unknown issuer'],
    ['a prototype’s member as issuer', [`Bearer ${token(claims({ iss: '__proto__' }))}`], 'Unknown issuer'],
    [
      'a client that says it is the operator',
      [`Bearer ${token(claims({ iss: 'operator' }))}`],
      'invalid signature',
    ],
    [
      'no audience',
      [`Bearer ${token({ iss: 'Service-One' })}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    [
      'an audience that holds ours',
      [`Bearer ${token(claims({ aud: `x${AUDIENCE}` }))}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    [
      'a list in a list',
      [`Bearer ${token(claims({ aud: [[AUDIENCE]] }))}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    [
      'an audience that is an object',
      [`Bearer ${token(claims({ aud: { [AUDIENCE]: true } }))}`],
      `jwt audience invalid. expected: ${AUDIENCE}`,
    ],
    ['expired beyond the tolerance', [`Bearer ${token(claims({ exp: SECONDS - 30 }))}`], 'jwt expired'],
    ['not yet valid', [`Bearer ${token(claims({ nbf: SECONDS + 30.5 }))}`], 'jwt not active'],
    [
      'issued in the future',
      [`Bearer ${token(claims({ iat: SECONDS + 30.5 }))}`],
      'jwt issued in the future',
    ],
    ['exp as text', [`Bearer ${token(claims({ exp: String(SECONDS + 60) }))}`], 'invalid exp value'],
    ['exp null', [`Bearer ${token(claims({ exp: null }))}`], 'invalid exp value'],
    [
      'exp beyond all numbers',
      [`Bearer ${token(`{"iss":"Service-One","aud":"${AUDIENCE}","exp":1e999}`)}`],
      'invalid exp value',
    ],
    ['nbf as text', [`Bearer ${token(claims({ nbf: '0' }))}`], 'invalid nbf value'],
    ['iat as text', [`Bearer ${token(claims({ iat: 'now' }))}`], 'invalid iat value'],
  ])('%s', (_case, headers, message) => {
    expect(refusal(() => verify(headers))).toBe(`unauthenticated: ${message}`);
  });
});

describe('the service', () => {
  const header = [`Bearer ${token(claims())}`];

  test('may ask that tokens expire', () => {
    const { verify } = setUp({ params: { requireTokenExpiry: 'true' } });
    expect(refusal(() => verify(header))).toBe('unauthenticated: jwt must have an exp for this client');
    expect(verify([`Bearer ${token(claims({ exp: SECONDS + 60 }))}`])).toEqual(client);
    expect(setUp({ params: { requireTokenExpiry: 'false' } }).verify(header)).toEqual(client);
  });

  test('disabled: no token of its is good, remembered or not, and again once it is enabled', () => {
    const { registry, verify } = setUp();
    verify(header);
    registry.apply(registered(2, { status: 0 }));
    expect(refusal(() => verify(header))).toBe('unauthenticated: Client is disabled');
    registry.apply(registered(3));
    expect(verify(header)).toEqual(client);
  });

  test('whether it is disabled shows only to who can sign', () => {
    const { verify } = setUp({ status: 0 });
    expect(refusal(() => verify([`Bearer ${token(claims(), OLD_SECRET)}`]))).toBe(
      'unauthenticated: invalid signature',
    );
  });

  test('under another client id, the old one is unknown', () => {
    const { registry, verify } = setUp();
    verify(header);
    registry.apply(registered(2, { clientId: 'Renamed' }));
    expect(refusal(() => verify(header))).toBe('unauthenticated: Unknown issuer');
    expect(verify([`Bearer ${token(claims({ iss: 'Renamed' }))}`])).toMatchObject({ clientId: 'Renamed' });
  });

  test('rotated: each old secret verifies until its own overlap ends, remembered or not', () => {
    const { registry, verify, setNow } = setUp();
    const middle = 'bWlkZGxlLXNlY3JldC0wMDAwMDAwMDAwMDAwMDAwMDE=';
    const secrets = [
      sealed('new', SECRET),
      sealed('middle', middle, NOW + 10_000),
      sealed('old', OLD_SECRET, NOW + 20_000),
    ];
    registry.apply(registered(2, { secrets }));
    const by = (secret: string) => [`Bearer ${token(claims(), secret)}`];
    for (const secret of [SECRET, middle, OLD_SECRET]) expect(verify(by(secret))).toEqual(client);
    setNow(NOW + 10_000);
    expect(refusal(() => verify(by(middle)))).toBe('unauthenticated: invalid signature');
    expect(verify(by(OLD_SECRET))).toEqual(client);
    setNow(NOW + 20_000);
    expect(refusal(() => verify(by(OLD_SECRET)))).toBe('unauthenticated: invalid signature');
    expect(verify(by(SECRET))).toEqual(client);
  });
});

test('a remembered token still expires', () => {
  const { verify, setNow } = setUp();
  const header = [`Bearer ${token(claims({ exp: SECONDS + 60 }))}`];
  expect(verify(header)).toEqual(client);
  setNow(NOW + 90_000);
  expect(refusal(() => verify(header))).toBe('unauthenticated: jwt expired');
});

test('until the registry has caught up, who is not known yet is asked to come again', () => {
  const { verify, setCaughtUp } = setUp();
  setCaughtUp(false);
  expect(refusal(() => verify([`Bearer ${token(claims({ iss: 'perhaps' }))}`]))).toMatch(/^unavailable: /);
  expect(verify([`Bearer ${token(claims())}`])).toEqual(client);
});
