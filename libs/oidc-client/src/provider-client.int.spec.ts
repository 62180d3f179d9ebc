import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from '@gatehouse/outgoing';
import {
  eventually,
  identityProvider,
  idTokenFaults,
  jwsFaults,
  logoutTokenFaults,
  type ScriptedProvider,
  type Signing,
  signedBy,
  withClaims,
  withHeader,
} from '@gatehouse/testing';
import { ProviderAway, ProviderRefused } from './failure.ts';
import { createProviderClient, type ProviderClient, type ProviderClientOptions } from './provider-client.ts';

const redirectUri = 'http://127.0.0.1:43890/sign-in/from/one';
const sent = { redirectUri, parameters: { scope: 'openid email' } };

let provider: ScriptedProvider;
let clockMs: number;
const opened: GuardedFetch[] = [];

beforeEach(async () => {
  clockMs = 0;
  provider = await identityProvider();
});
afterEach(async () => {
  for (const requests of opened.splice(0)) requests.close();
  await provider.close();
});

function open(
  options: Partial<ProviderClientOptions> = {},
  limits: Partial<GuardedFetchOptions> = {},
): ProviderClient {
  const requests = createGuardedFetch({
    allowPrivate: true,
    totalMs: 30_000,
    connectTimeoutMs: 10_000,
    ...limits,
  });
  opened.push(requests);
  const { issuer, clientId, clientSecret } = provider;
  return createProviderClient({
    ...{ issuer, clientId, clientSecret, allowHttpOnLoopback: true },
    requests,
    now: () => Date.now() + clockMs,
    ...options,
  });
}

/** Goes to the provider and comes back, as a browser does. */
async function signIn(client: ProviderClient) {
  const { url, ...begun } = await client.begin(sent);
  const { headers } = await fetch(url, { redirect: 'manual' });
  const back = new URL(headers.get('location') ?? '');
  const { state: _, ...response } = Object.fromEntries(back.searchParams);
  return client.complete(response, begun);
}

/** The reason of a refusal, or why the provider counts as away. */
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'taken',
    (error) => {
      if (error instanceof ProviderRefused) return error.reason;
      if (error instanceof ProviderAway) return `away: ${error.words}`;
      throw error;
    },
  );

describe('a sign-in', () => {
  test('gives subject, claims and userinfo', async () => {
    provider.script.person = { sub: 'ann', email: 'ann@school.example', email_verified: true };
    provider.script.idTokenClaims = { amr: ['pwd', 'mfa'], sid: 'session-1' };
    const { subject, claims, userinfo } = await signIn(open());
    expect(subject).toBe('ann');
    expect(claims).toMatchObject({ sub: 'ann', amr: ['pwd', 'mfa'], sid: 'session-1' });
    expect(userinfo).toEqual(provider.script.person);
  });

  test('asks for what it must, and each time by other secrets', async () => {
    const client = open();
    const [one, other] = await Promise.all([client.begin(sent), client.begin(sent)]);
    const query = new URL(one.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      ...{ response_type: 'code', client_id: provider.clientId, redirect_uri: redirectUri },
      ...{ scope: 'openid email', state: one.state, nonce: one.nonce, code_challenge_method: 'S256' },
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
    for (const name of ['state', 'nonce', 'codeVerifier'] as const) {
      expect(one[name]).toMatch(/^[\w-]{43}$/);
      expect(other[name]).not.toBe(one[name]);
    }
  });

  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('takes signatures by %s', async (alg) => {
    provider.changeKey(alg);
    expect(await outcome(signIn(open()))).toBe('taken');
  });

  test.each<[string, Signing]>([
    ['typ: JWT', withHeader({ typ: 'JWT' })],
    ['no kid', withHeader({ kid: undefined })],
    [
      'a second audience beside an azp',
      withClaims((claims) => ({ ...claims, aud: [claims.aud, 'b'], azp: claims.aud })),
    ],
    ['no at_hash', withClaims({ at_hash: undefined })],
  ])('takes an ID token with %s', async (_, signing) => {
    provider.script.signing = signing;
    expect(await outcome(signIn(open()))).toBe('taken');
  });

  test.each([...jwsFaults, ...idTokenFaults])('takes no ID token that %s', async (_, reason, signing) => {
    provider.script.signing = signing;
    expect(await outcome(signIn(open()))).toBe(reason);
  });

  test('is refused without a secret, with another, with another verifier, and by a code a second time', async () => {
    const misfit = 'away: client refused, answer 401';
    expect(await outcome(signIn(open({ clientSecret: 'wrong' })))).toBe(misfit);
    const client = open();
    const { url, ...begun } = await client.begin(sent);
    const location = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
    const { code = '', iss = '' } = Object.fromEntries(new URL(location).searchParams);
    const other = { ...begun, codeVerifier: 'x'.repeat(43) };
    expect(await outcome(client.complete({ code, iss }, other))).toBe('grant-refused');
    expect(await outcome(client.complete({ code, iss }, begun))).toBe('grant-refused');
  });

  test.each<[string, (response: Record<string, string>) => Record<string, string>]>([
    ['response-iss', ({ iss: _, ...response }) => response],
    ['response-iss', (response) => ({ ...response, iss: 'https://other.example' })],
    ['response-iss', (response) => ({ ...response, iss: `${response.iss}/` })],
    ['response-error', (response) => ({ ...response, error: 'access_denied' })],
    ['code', ({ code: _, ...response }) => response],
    ['grant-refused', (response) => ({ ...response, code: 'another' })],
  ])('is refused by the way back: %s', async (reason, response) => {
    provider.script.response = response;
    expect(await outcome(signIn(open()))).toBe(reason);
  });

  test('a response may leave its issuer out where that is not asked for', async () => {
    provider.script.response = ({ iss: _, ...response }) => response;
    expect(await outcome(signIn(open({ requireResponseIssuer: false })))).toBe('taken');
  });

  test.each<[string, (answer: Record<string, unknown>) => unknown]>([
    ['token-response', ({ id_token: _, ...answer }) => answer],
    ['token-response', ({ access_token: _, ...answer }) => answer],
    ['token-response', (answer) => ({ ...answer, id_token: 7 })],
    ['token-response', (answer) => ({ ...answer, token_type: 'mac' })],
    ['token-response', () => []],
  ])('is refused by an answer of the token endpoint: %s', async (reason, tokens) => {
    provider.script.tokens = tokens;
    expect(await outcome(signIn(open()))).toBe(reason);
  });

  test.each<[string, (person: Record<string, unknown>) => unknown]>([
    ['userinfo-sub', (person) => ({ ...person, sub: 'somebody-else' })],
    ['userinfo-sub', ({ sub: _, ...person }) => person],
    ['userinfo', () => []],
    ['userinfo', () => 'text'],
  ])('is refused by userinfo: %s', async (reason, userinfo) => {
    provider.script.userinfo = userinfo;
    expect(await outcome(signIn(open()))).toBe(reason);
  });

  test('userinfo is asked twice, and then not again', async () => {
    provider.script.faults = { userinfo: { status: 503 } };
    expect(await outcome(signIn(open()))).toBe('away: answer 503');
    expect(provider.asked.userinfo).toBe(2);
  });

  test.each(['client_secret_post', 'client_secret_basic', 'private_key_jwt'])(
    'authenticates itself where the provider lists %s',
    async (method) => {
      provider.script.discovery = (document) => ({
        ...document,
        token_endpoint_auth_methods_supported: [method],
      });
      expect(await outcome(signIn(open()))).toBe('taken');
    },
  );

  test('a provider without userinfo serves', async () => {
    provider.script.discovery = ({ userinfo_endpoint: _, ...document }) => document;
    expect((await signIn(open())).userinfo).toBeUndefined();
  });
});

describe('a provider that', () => {
  const endpoints = ['discovery', 'jwks', 'token', 'userinfo'] as const;
  const faults = [
    ['silent', 'away: timeout'],
    ['slow body', 'away: timeout'],
    ['reset', 'away: connection reset'],
    ['no json', 'away: answer no json'],
    ['too long', 'away: answer too long'],
  ] as const;

  test.each(
    endpoints.flatMap((endpoint) => faults.map(([fault, words]) => [endpoint, fault, words] as const)),
  )(
    'answers at %s with a fault (%s) is away',
    async (endpoint, fault, words) => {
      provider.script.faults = { [endpoint]: fault };
      // Who never ends is waited for; whoever answers has time to, on a busy machine.
      const totalMs = words === 'away: timeout' ? 1_000 : 30_000;
      const client = open({}, { totalMs });
      expect(await outcome(signIn(client))).toBe(words);
    },
    60_000,
  );

  test.each([...endpoints.map((endpoint) => [endpoint, 500] as const), ['discovery', 404] as const])(
    'answers at %s with %i is away',
    async (endpoint, status) => {
      provider.script.faults = { [endpoint]: { status, body: {} } };
      expect(await outcome(signIn(open()))).toBe(`away: answer ${status}`);
    },
  );

  test.each(endpoints)('sends elsewhere from %s is not followed', async (endpoint) => {
    const headers = { location: `${provider.issuer}/elsewhere` };
    provider.script.faults = { [endpoint]: { status: 302, headers } };
    expect(await outcome(signIn(open()))).toMatch(/^away: answer|^userinfo$/);
  });

  test('is not there is away', async () => {
    await provider.goAway();
    expect(await outcome(signIn(open()))).toBe('away: connection refused');
  });

  test('stands at a private address is not asked where that is forbidden', async () => {
    expect(await outcome(signIn(open({}, { allowPrivate: false })))).toBe('away: address not allowed');
    expect(provider.asked.discovery).toBe(0);
  });

  test('names another issuer is refused', async () => {
    provider.script.discovery = (document) => ({ ...document, issuer: 'https://other.example' });
    expect(await outcome(signIn(open()))).toBe('discovery-issuer');
  });

  test('names an address of another machine is refused', async () => {
    provider.script.discovery = (document) => ({ ...document, token_endpoint: 'http://10.0.0.1/token' });
    expect(await outcome(signIn(open()))).toBe('discovery-address');
  });
});

describe('keys', () => {
  test('a new one is taken at once', async () => {
    const client = open();
    await signIn(client);
    provider.changeKey();
    expect(await outcome(signIn(client))).toBe('taken');
    expect(provider.asked.jwks).toBe(2);
  });

  test.each<[string, () => Record<string, unknown>[]]>([
    ['are no signature keys', () => [{ ...jwk(), use: 'enc' }]],
    ['verify nothing', () => [{ ...jwk(), key_ops: ['encrypt'] }]],
    ['are of another algorithm', () => [{ ...jwk(), alg: 'PS256' }]],
    ['are none', () => []],
    ['are symmetric', () => [{ kty: 'oct', k: 'c2VjcmV0', kid: provider.key.kid, alg: 'RS256' }]],
  ])('that %s verify nothing', async (_, keys) => {
    provider.publish(keys());
    expect(await outcome(signIn(open()))).toBe('jws-key');
  });

  test('of 1024 bits verify nothing', async () => {
    provider.changeKey('RS256', 1_024);
    expect(await outcome(signIn(open()))).toBe('jws-key');
  });

  test('without a name a signature is one key’s or nobody’s', async () => {
    provider.script.signing = withHeader({ kid: undefined });
    provider.publish([jwk(), { ...jwk(), kid: 'second' }]);
    expect(await outcome(signIn(open()))).toBe('jws-key');
  });

  test('a private key that a provider publishes serves as its public half', async () => {
    provider.publish([{ ...provider.key.privateKey.export({ format: 'jwk' }), kid: provider.key.kid }]);
    expect(await outcome(signIn(open()))).toBe('taken');
  });

  const jwk = (): Record<string, unknown> => ({
    ...provider.key.publicKey.export({ format: 'jwk' }),
    kid: provider.key.kid,
  });
});

describe('a logout token', () => {
  test('says whose sessions end', async () => {
    const token = provider.logoutToken({ jti: 'one', sub: 'ann', sid: 'session-1' });
    expect(await open().readLogoutToken(token)).toMatchObject({
      jti: 'one',
      subject: 'ann',
      sessionId: 'session-1',
    });
  });

  test.each(['JWT', 'logout+jwt', undefined])('may be of the type %s', async (typ) => {
    const token = provider.logoutToken({ sub: 'ann' }, withHeader({ typ }));
    expect(await outcome(open().readLogoutToken(token))).toBe('taken');
  });

  test.each([...jwsFaults, ...logoutTokenFaults])('that %s is refused', async (_, reason, signing) => {
    const token = provider.logoutToken({ sub: 'ann', sid: 'session-1' }, signing);
    expect(await outcome(open().readLogoutToken(token))).toBe(reason);
  });

  test('an ID token is none', async () => {
    const { idToken } = await signIn(open());
    expect(await outcome(open().readLogoutToken(idToken))).toBe('jti');
  });

  test('waits for keys that cannot be had', async () => {
    provider.script.faults = { jwks: { status: 500 } };
    expect(await outcome(open().readLogoutToken(provider.logoutToken({ sub: 'ann' })))).toBe(
      'away: answer 500',
    );
  });

  test('runs out by the clock', async () => {
    const token = provider.logoutToken({ sub: 'ann' });
    const client = open();
    clockMs = 100_000;
    expect(await outcome(client.readLogoutToken(token))).toBe('taken');
    clockMs = 160_000;
    expect(await outcome(client.readLogoutToken(token))).toBe('exp');
  });
});

test('a provider that is away is followed until it comes back', async () => {
  const failures: unknown[] = [];
  const client = open({ onDiscoveryFailure: (error) => failures.push(error) });
  expect(await client.discovery.follow()).toBe(true);
  await provider.goAway();
  client.discovery.doubt();
  expect(await client.discovery.follow()).toBe(false);
  expect(failures).toHaveLength(1);
  await provider.comeBack();
  clockMs += 60_000;
  await eventually(async () => expect(await client.discovery.follow()).toBe(true));
});

test('no change of a single character leaves a token good', async () => {
  const client = open();
  const token = provider.logoutToken({ sub: 'ann' });
  const places = Array.from({ length: 40 }, (_, n) => Math.floor((n * token.length) / 40));
  for (const place of places) {
    const other = token[place] === 'A' ? 'g' : 'A';
    const changed = token.slice(0, place) + other + token.slice(place + 1);
    expect(await outcome(client.readLogoutToken(changed))).not.toBe('taken');
  }
});

test('a token by another provider’s key under its own name is nobody’s', async () => {
  const other = await identityProvider();
  const claims = { iss: provider.issuer, aud: provider.clientId };
  const token = other.logoutToken({ ...claims, sub: 'ann' }, ({ header, claims: all }) =>
    signedBy(other.key, header, all),
  );
  expect(await outcome(open().readLogoutToken(token))).toBe('jws-key');
  await other.close();
});
