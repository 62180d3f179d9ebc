import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { Fault } from '@gatehouse/errors';
import { createSealer } from '@gatehouse/runtime';
import { createServiceRegistry, type RegisteredService } from '@gatehouse/service-registry';
import { createSigningKeys } from '@gatehouse/signing-keys';
import { makeSigningKey } from '@gatehouse/signing-keys/testing';
import { PERSON, personClaims, personToken, SESSION } from '../testing/person-token-under-test.ts';
import {
  base64url,
  client,
  claims as clientClaims,
  token as clientToken,
  NOW,
  registered,
  SECONDS,
  SERVICE,
  setUp as setUpClients,
} from '../testing/token-under-test.ts';
import { createPersonVerifier } from './person-verifier.ts';

const ISSUER = 'https://id.example.org:443';
const AUDIENCE = 'https://id.example.org/me';
const sealer = createSealer(['a master key of some length']);
const current = makeSigningKey(sealer, 'current');
const next = makeSigningKey(sealer, 'next', 'next');
const foreign = makeSigningKey(sealer, 'current');
const stateOf = (keys: (typeof current.key)[]) => ({
  ...{ id: 'signing-keys' as const, keys, compromised: [], updatedAt: new Date(NOW).toISOString() },
});
const claims = (more: Record<string, unknown> = {}) => personClaims(ISSUER, AUDIENCE, SECONDS, more);
const good = personToken(current.privateKey, claims());

function setUp(service: Partial<RegisteredService> = {}) {
  const registry = createServiceRegistry();
  registry.apply(registered(1, service));
  const keys = createSigningKeys();
  keys.apply(stateOf([current.key, next.key]), 1);
  let now = NOW;
  let caughtUp = true;
  const verify = createPersonVerifier({
    ...{ keys, registry, verifyToken: setUpClients().verify, issuer: ISSUER, audience: AUDIENCE },
    clock: { now: () => now },
    isCaughtUp: () => caughtUp,
  });
  return {
    keys,
    registry,
    verify: (token: string) => verify([`Bearer ${token}`]),
    verifyHeaders: verify,
    setNow(value: number) {
      now = value;
    },
    setCaughtUp(value: boolean) {
      caughtUp = value;
    },
  };
}

function refusal(work: () => unknown): [string, string | undefined, string] {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return [error.code, error.tokenError, error.publicText];
    throw error;
  }
  throw new Error('the token was accepted');
}

const person = {
  ...{ kind: 'person', userId: PERSON, clientId: 'console', serviceId: undefined },
  ...{ scopes: ['me'], sessionId: SESSION },
};

describe('accepted', () => {
  const { verify } = setUp();
  test.each<[string, string]>([
    ['as signin gives it', good],
    [
      'by the next key, which is published',
      personToken(next.privateKey, claims(), { alg: 'RS256', typ: 'at+jwt', kid: 'next' }),
    ],
    [
      'the long name of its type',
      personToken(current.privateKey, claims(), { alg: 'RS256', typ: 'application/at+JWT', kid: 'current' }),
    ],
    ['the audience in a list', personToken(current.privateKey, claims({ aud: ['x', AUDIENCE] }))],
  ])('%s', (_case, token) => {
    expect(verify(token)).toEqual(person);
    expect(verify(token)).toEqual(person);
  });

  test('scopes: those of the token that the platform knows', () => {
    const of = (scope: string) => verify(personToken(current.privateKey, claims({ scope })));
    expect(of('openid support me email')).toMatchObject({ scopes: ['me', 'support'] });
    expect(of('openid support')).toMatchObject({ scopes: ['support'] });
    expect(of('openid mean unsupported')).toMatchObject({ scopes: [] });
  });

  test('a client’s own token, which may then do nothing here', () => {
    expect(verify(clientToken(clientClaims()))).toEqual(client);
  });
});

describe('refused, as an invalid token', () => {
  const { verify } = setUp();
  const [head = '', body = '', signature = ''] = good.split('.');
  const publicPem = createPublicKey(current.privateKey).export({ format: 'pem', type: 'spki' });
  const hmac = (header: unknown, key: string) => {
    const signed = `${base64url(header)}.${base64url(claims())}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };
  const withHeader = (header: unknown) => personToken(current.privateKey, claims(), header);
  test.each<[string, string]>([
    ['another key', personToken(foreign.privateKey, claims())],
    ['an unknown key', withHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'gone' })],
    ['no kid', withHeader({ alg: 'RS256', typ: 'at+jwt' })],
    ['no type, as an ID token', withHeader({ alg: 'RS256', kid: 'current' })],
    ['type JWT', withHeader({ alg: 'RS256', typ: 'JWT', kid: 'current' })],
    ['a logout token', withHeader({ alg: 'RS256', typ: 'logout+jwt', kid: 'current' })],
    ['a critical extension', withHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'current', crit: ['b64'] })],
    ['another algorithm of the same key', withHeader({ alg: 'RS512', typ: 'at+jwt', kid: 'current' })],
    [
      'HS256 with the public key as secret',
      hmac({ alg: 'HS256', typ: 'at+jwt', kid: 'current' }, String(publicPem)),
    ],
    ['alg none', `${base64url({ alg: 'none', typ: 'at+jwt' })}.${body}.`],
    ['no signature', `${head}.${body}.`],
    ['another’s claims under a signature', `${head}.${base64url(claims({ sub: SERVICE }))}.${signature}`],
    ['another issuer', personToken(current.privateKey, claims({ iss: 'https://id.example.org' }))],
    ['another audience', personToken(current.privateKey, claims({ aud: 'https://id.example.org' }))],
    ['an audience that holds ours', personToken(current.privateKey, claims({ aud: `${AUDIENCE}/x` }))],
    ['the audience of clients', personToken(current.privateKey, claims({ aud: 'signin.education.gov.uk' }))],
    ['expired', personToken(current.privateKey, claims({ exp: SECONDS }))],
    ['issued in the future', personToken(current.privateKey, claims({ iat: SECONDS + 31 }))],
    ...['iss', 'aud', 'sub', 'client_id', 'sid', 'jti', 'scope', 'exp', 'iat'].map(
      (name): [string, string] => [
        `no ${name}`,
        personToken(current.privateKey, claims({ [name]: undefined })),
      ],
    ),
    ['a subject that is no user', personToken(current.privateKey, claims({ sub: 'ann' }))],
    ['exp as text', personToken(current.privateKey, claims({ exp: String(SECONDS + 60) }))],
    ['a list of scopes', personToken(current.privateKey, claims({ scope: ['me'] }))],
    ['an unknown client', personToken(current.privateKey, claims({ client_id: 'nobody' }))],
    ['the client in another case', personToken(current.privateKey, claims({ client_id: 'Console' }))],
    [
      'a client that may not act for people',
      personToken(current.privateKey, claims({ client_id: 'Service-One' })),
    ],
    ['no JWT', 'abc'],
  ])('%s', (_case, token) => {
    const [code, error] = refusal(() => verify(token));
    expect([code, error]).toEqual(['unauthenticated', 'invalid_token']);
  });

  test('what no token was given with is no invalid one', () => {
    const { verifyHeaders } = setUp();
    for (const headers of [[], [''], ['Basic abc'], [`Bearer ${good}`, `Bearer ${good}`]]) {
      expect(refusal(() => verifyHeaders(headers)).slice(0, 2)).toEqual(['unauthenticated', undefined]);
    }
  });
});

describe('what changes while a token lives', () => {
  const byService = (scope: string) =>
    personToken(current.privateKey, claims({ client_id: 'Service-One', scope }));

  test('its client’s rights: those of the moment', () => {
    const { registry, verify } = setUp({ params: { actsForPeople: 'support' } });
    const token = byService('openid me support');
    expect(verify(token)).toMatchObject({ serviceId: SERVICE, scopes: ['me', 'support'] });
    registry.apply(registered(2, { params: { actsForPeople: 'true' } }));
    expect(verify(token)).toMatchObject({ scopes: ['me'] });
    for (const [index, gone] of [
      { params: {} },
      { params: { actsForPeople: 'yes' } },
      { params: { actsForPeople: 'true' }, status: 0 as const },
      { params: { actsForPeople: 'true' }, clientId: 'Renamed' },
    ].entries()) {
      registry.apply(registered(3 + index, gone));
      expect(refusal(() => verify(token)).slice(0, 2)).toEqual(['unauthenticated', 'invalid_token']);
    }
    registry.apply(registered(9, { params: { actsForPeople: 'true' } }));
    expect(verify(token)).toMatchObject({ scopes: ['me'] });
  });

  test('its key: gone, it counts no more, remembered or not; former, it still does', () => {
    const { keys, verify } = setUp();
    verify(good);
    keys.apply(
      stateOf([
        { ...current.key, state: 'former' },
        { ...next.key, state: 'current' },
      ]),
      2,
    );
    expect(verify(good)).toEqual(person);
    keys.apply(stateOf([{ ...next.key, state: 'current' }]), 3);
    expect(refusal(() => verify(good))).toEqual([
      'unauthenticated',
      'invalid_token',
      'The token is signed by an unknown key',
    ]);
  });

  test('its time, remembered or not, without tolerance', () => {
    const { setNow, verify } = setUp();
    verify(good);
    setNow(NOW + 299_999);
    expect(verify(good)).toEqual(person);
    setNow(NOW + 300_000);
    expect(refusal(() => verify(good))[2]).toBe('jwt expired');
  });
});

test('until keys and services are known, what they would tell is answered 503', () => {
  const { setCaughtUp, verify } = setUp();
  setCaughtUp(false);
  const unknownKey = personToken(current.privateKey, claims(), { alg: 'RS256', typ: 'at+jwt', kid: 'later' });
  const unknownClient = personToken(current.privateKey, claims({ client_id: 'later' }));
  for (const token of [unknownKey, unknownClient])
    expect(refusal(() => verify(token))[0]).toBe('unavailable');
  expect(verify(good)).toEqual(person);
});

test('no private half is needed, and a key that is no RSA key of signin’s verifies nothing', () => {
  const { verify } = setUp();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  expect(refusal(() => verify(personToken(privateKey, claims())))[1]).toBe('invalid_token');
});
