import { createHash, createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { membership, user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import {
  answerOf,
  authorize,
  authorizeUrl,
  basic,
  CLIENT_SECRET,
  claimsOf,
  exchange,
  ids,
  type OidcScene,
  startOidcScene,
  tokensOf,
} from '../testing/oidc-scene.ts';
import { testId } from '../testing/signin-under-test.ts';

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
});
afterAll(() => scene.close());

async function newCode(more: Record<string, string | undefined> = {}, browser = scene.browser()) {
  const back = await authorize(scene, browser, authorizeUrl(scene.clientId, more), { userId: ids.ann });
  return answerOf(back).code ?? '';
}

const post = (
  path: string,
  params: Record<string, string>,
  headers: Record<string, string> = basic(scene.clientId),
) => scene.send({ kind: 'public' }, 'POST', path, { body: new URLSearchParams(params), headers });

async function expectError(answer: Response, status: number, error: string) {
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ error })]);
}

describe('a code', () => {
  test('of a hundred uses at once, exactly one succeeds', async () => {
    const code = await newCode();
    const answers = await Promise.all(Array.from({ length: 100 }, () => exchange(scene, { code })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(99).fill(400)]);
    for (const answer of answers.filter(({ status }) => status === 400)) {
      expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
    }
  });

  test('used later again is refused, and what the first use got is over', async () => {
    const code = await newCode({ scope: 'openid offline_access' });
    const tokens = (await (await exchange(scene, { code })).json()) as Record<string, string>;
    expect((await scene.userinfo(tokens.access_token)).status).toBe(200);
    await expectError(await exchange(scene, { code }), 400, 'invalid_grant');
    expect((await scene.userinfo(tokens.access_token)).status).toBe(401);
    const refreshed = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
    await expectError(await post('/oidc/token', refreshed), 400, 'invalid_grant');
  });

  test('used again when its minute is over, too', async () => {
    const code = await newCode();
    const tokens = (await (await exchange(scene, { code })).json()) as Record<string, string>;
    scene.advance(61_000);
    await expectError(await exchange(scene, { code }), 400, 'invalid_grant');
    expect((await scene.userinfo(tokens.access_token)).status).toBe(401);
  });

  test.each([
    ['another redirect URI', { redirect_uri: 'https://service.example.org/back' }],
    ['another verifier', { code_verifier: 'b'.repeat(43) }],
    ['a code that is none', { code: 'c'.repeat(43) }],
  ])('with %s: invalid_grant', async (_, more) => {
    await expectError(await exchange(scene, { code: await newCode(), ...more }), 400, 'invalid_grant');
  });

  test('of another client: invalid_grant', async () => {
    const other = await scene.publishService('another client');
    await scene.knows(other);
    const answer = await exchange(scene, { code: await newCode() }, basic(other.clientId));
    await expectError(answer, 400, 'invalid_grant');
  });

  test('of a session that has ended: invalid_grant', async () => {
    const browser = scene.browser();
    const { id_token } = await tokensOf(scene, browser);
    const code = await newCode({}, browser);
    await scene.parts.sessions.end(String(claimsOf(id_token).sid), 'signed-out', {
      correlationId: 'c',
      actor: 'public',
    });
    await expectError(await exchange(scene, { code }), 400, 'invalid_grant');
  });
});

test.each([
  ['GET', '/oidc/token'],
  ['GET', '/oidc/revoke'],
  ['PUT', '/oidc/userinfo'],
])('%s %s: 405, as OAuth’s JSON', async (method, path) => {
  const answer = await scene.send({ kind: 'public' }, method, path);
  expect([answer.headers.get('allow'), answer.headers.get('cache-control')]).toEqual([
    expect.stringContaining('POST'),
    'no-store',
  ]);
  await expectError(answer, 405, 'invalid_request');
});

describe('the client’s authentication', () => {
  test('by Basic or in the form', async () => {
    const inForm = { client_id: scene.clientId, client_secret: CLIENT_SECRET };
    const answer = await exchange(scene, { code: await newCode(), ...inForm }, {});
    expect(answer.status).toBe(200);
  });

  test('both at once: invalid_request', async () => {
    const inForm = { client_id: scene.clientId, client_secret: CLIENT_SECRET };
    await expectError(await exchange(scene, { code: 'x', ...inForm }), 400, 'invalid_request');
  });

  test.each<[string, (clientId: string) => Record<string, string>]>([
    ['none', () => ({})],
    ['a wrong secret', (clientId) => basic(clientId, 'wrong')],
    [
      'the hash instead of the secret',
      (clientId) => basic(clientId, createHash('sha256').update(CLIENT_SECRET).digest('base64url')),
    ],
    ['the placeholder of the library', (clientId) => basic(clientId, 'compared-as-a-hash')],
    ['an unknown client', () => basic('nobody')],
    ['a malformed header', () => ({ authorization: 'Basic !' })],
    ['a bearer token', () => ({ authorization: 'Bearer x' })],
  ])('%s: 401 invalid_client', async (_, headers) => {
    await expectError(await exchange(scene, { code: 'x' }, headers(scene.clientId)), 401, 'invalid_client');
    const html = { ...headers(scene.clientId), accept: 'text/html' };
    await expectError(await exchange(scene, { code: 'x' }, html), 401, 'invalid_client');
  });

  test('an old secret counts until its overlap ends', async () => {
    const expiresAt = new Date(scene.clock.now() + 3_600_000).toISOString();
    const sha256 = createHash('sha256').update(CLIENT_SECRET).digest('base64url');
    const old = { id: testId('old'), sha256, createdAt: '2026-01-01T00:00:00.000Z', expiresAt };
    const service = await scene.publishService('rotated', { clientSecrets: [old] });
    await scene.knows(service);
    const asService = () => exchange(scene, { code: 'x' }, basic(service.clientId));
    await expectError(await asService(), 400, 'invalid_grant');
    scene.advance(3_600_001);
    await expectError(await asService(), 401, 'invalid_client');
  });

  describe('by private_key_jwt', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    let clientId: string;
    beforeAll(async () => {
      const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }] };
      const signIn = { ...scene.signIn, clientAuth: 'private_key_jwt' as const, jwks };
      const service = await scene.publishService('by key', { signIn, clientSecrets: undefined });
      await scene.knows(service);
      clientId = service.clientId;
    });

    function assertion(more: Record<string, unknown> = {}): Record<string, string> {
      const now = Math.floor(scene.clock.now() / 1_000);
      const claims = {
        ...{
          iss: clientId,
          sub: clientId,
          aud: scene.publicUrl,
          jti: crypto.randomUUID(),
          iat: now,
          exp: now + 60,
        },
        ...more,
      };
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const signed = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}`;
      return {
        client_assertion: `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      };
    }
    const exchangeWith = (params: Record<string, string>) => exchange(scene, { code: 'x', ...params }, {});

    test('is taken once, of any number of uses at once', async () => {
      const given = assertion();
      const answers = await Promise.all(Array.from({ length: 10 }, () => exchangeWith(given)));
      const errors = await Promise.all(
        answers.map(async (each) => ((await each.json()) as { error: string }).error),
      );
      expect(errors.sort()).toEqual(['invalid_grant', ...Array(9).fill('invalid_client')].sort());
      await expectError(await exchangeWith(given), 401, 'invalid_client');
    });

    test('for the token endpoint, too', async () => {
      const given = assertion({ aud: `${scene.publicUrl}/oidc/token` });
      await expectError(await exchangeWith(given), 400, 'invalid_grant');
    });

    test.each<[string, Record<string, unknown>]>([
      ['another audience', { aud: 'https://elsewhere.example' }],
      ['no jti', { jti: undefined }],
      ['another issuer', { iss: 'somebody' }],
      ['more than five minutes', { exp: 4_000_000_000 }],
      ['its time over', { exp: 1_000_000_000 }],
    ])('with %s: 401', async (_, more) => {
      await expectError(await exchangeWith(assertion(more)), 401, 'invalid_client');
    });

    test('a secret is not taken', async () => {
      await expectError(await exchange(scene, { code: 'x' }, basic(clientId)), 401, 'invalid_client');
    });

    const resigned = (header: object, signature: (signed: string) => string) => {
      const { client_assertion = '', ...rest } = assertion();
      const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
      const signed = `${encoded}.${client_assertion.split('.')[1]}`;
      return { ...rest, client_assertion: `${signed}.${signature(signed)}` };
    };
    const pem = publicKey.export({ format: 'pem', type: 'spki' });
    test.each<[string, () => Record<string, string>]>([
      ['another subject', () => assertion({ sub: 'somebody' })],
      ['no expiry', () => assertion({ exp: undefined })],
      ['a time that has not come', () => assertion({ nbf: Math.floor(scene.clock.now() / 1_000) + 600 })],
      ['no audience', () => assertion({ aud: undefined })],
      ['no signature', () => resigned({ alg: 'none' }, () => '')],
      [
        'the public key as a secret',
        () =>
          resigned({ alg: 'HS256', kid: 'k' }, (text) =>
            createHmac('sha256', pem).update(text).digest('base64url'),
          ),
      ],
      [
        'a key of its own',
        () => {
          const own = generateKeyPairSync('rsa', { modulusLength: 2_048 });
          const jwk = own.publicKey.export({ format: 'jwk' });
          return resigned({ alg: 'RS256', jwk }, (text) =>
            sign('sha256', Buffer.from(text), own.privateKey).toString('base64url'),
          );
        },
      ],
      ['a type that is none', () => ({ ...assertion(), client_assertion_type: 'jwt' })],
      ['nothing in it', () => ({ ...assertion(), client_assertion: 'x.y.z' })],
    ])('with %s: refused', async (_, given) => {
      const answer = await exchangeWith(given());
      expect([400, 401]).toContain(answer.status);
      expect(['invalid_client', 'invalid_request']).toContain(
        ((await answer.json()) as { error: string }).error,
      );
    });

    test('beside a secret: invalid_request', async () => {
      const both = await exchange(scene, { code: 'x', ...assertion() }, basic(clientId));
      await expectError(both, 400, 'invalid_request');
    });
  });
});

describe('an access token', () => {
  test('is taken as a bearer token only', async () => {
    const { access_token: token = '' } = await tokensOf(scene, scene.browser());
    const get = (path: string, headers: Record<string, string> = {}) =>
      scene.send({ kind: 'public' }, 'GET', path, { headers });
    await expectError(await get(`/oidc/userinfo?access_token=${token}`), 400, 'invalid_request');
    await expectError(
      await get('/oidc/userinfo', { authorization: `Basic ${token}` }),
      400,
      'invalid_request',
    );
    const malformed = await get('/oidc/userinfo', { authorization: `Bearer ${token} x` });
    expect(malformed.headers.get('www-authenticate')).toMatch(/^Bearer /);
    await expectError(malformed, 400, 'invalid_request');
    const none = await get('/oidc/userinfo', { accept: 'text/html' });
    expect(none.headers.get('www-authenticate')).toMatch(/^Bearer /);
    await expectError(none, 401, 'invalid_token');
    expect((await post('/oidc/userinfo', {}, { authorization: `Bearer ${token}` })).status).toBe(200);
    scene.advance(601_000);
    await expectError(await scene.userinfo(token), 401, 'invalid_token');
  });

  test('is over with its session', async () => {
    const { access_token, id_token } = await tokensOf(scene, scene.browser());
    const sid = String(claimsOf(id_token).sid);
    await scene.parts.sessions.end(sid, 'signed-out', { correlationId: 'c', actor: 'public' });
    await expectError(await scene.userinfo(access_token), 401, 'invalid_token');
  });
});

describe('refresh tokens', () => {
  const refresh = (token: string | undefined, more: Record<string, string> = {}) =>
    post('/oidc/token', { grant_type: 'refresh_token', refresh_token: token ?? '', ...more });

  test('answer with the scopes asked for at first or fewer, and stay the same', async () => {
    const tokens = await tokensOf(
      scene,
      scene.browser(),
      { userId: ids.ann },
      { scope: 'openid offline_access profile' },
    );
    for (let time = 0; time < 2; time++) {
      const answer = (await (await refresh(tokens.refresh_token)).json()) as Record<string, string>;
      expect(claimsOf(answer.id_token)).toMatchObject({ sub: ids.ann, name: 'Ann Lee' });
      expect(answer.refresh_token).toBe(tokens.refresh_token);
    }
    const fewer = (await (await refresh(tokens.refresh_token, { scope: 'openid' })).json()) as Record<
      string,
      string
    >;
    expect(claimsOf(fewer.id_token)).not.toHaveProperty('name');
    await expectError(await refresh(tokens.refresh_token, { scope: 'openid email' }), 400, 'invalid_scope');
  });

  test('keep a session in use, and end with it', async () => {
    const { refresh_token, id_token } = await tokensOf(scene, scene.browser(), undefined, {
      scope: 'openid offline_access',
    });
    for (let time = 0; time < 3; time++) {
      scene.advance(40 * 60_000);
      expect((await refresh(refresh_token)).status).toBe(200);
    }
    scene.advance(61 * 60_000);
    await expectError(await refresh(refresh_token), 400, 'invalid_grant');
    expect(await scene.parts.sessions.get(String(claimsOf(id_token).sid))).toBeUndefined();
  });

  test('are the client’s to revoke, and no other’s', async () => {
    const other = await scene.publishService('a third client');
    await scene.knows(other);
    const tokens = await tokensOf(scene, scene.browser(), undefined, { scope: 'openid offline_access' });
    const token = tokens.refresh_token ?? '';
    expect((await post('/oidc/revoke', { token }, basic(other.clientId))).status).toBe(200);
    expect((await refresh(token)).status).toBe(200);
    expect((await post('/oidc/revoke', { token: 'x' })).status).toBe(200);
    await expectError(await post('/oidc/revoke', { token }, {}), 401, 'invalid_client');
    expect((await post('/oidc/revoke', { token })).status).toBe(200);
    await expectError(await refresh(token), 400, 'invalid_grant');
  });

  test('are not given where the service has none', async () => {
    const service = await scene.publishService('without refresh', {
      signIn: { ...scene.signIn, refreshTokens: false },
    });
    await scene.knows(service);
    const url = authorizeUrl(service.clientId, { scope: 'openid offline_access' });
    const { code = '' } = answerOf(await authorize(scene, scene.browser(), url, { userId: ids.ann }));
    expect(await (await exchange(scene, { code }, basic(service.clientId))).json()).not.toHaveProperty(
      'refresh_token',
    );
  });
});

test('claims are as they are now: grant gone, membership gone, user not active', async () => {
  const carol = testId('carol');
  const publish = (members: object) =>
    scene.neighbours.publish('gatehouse.directory.user.v1', user(carol, members));
  await publish({ memberships: [membership(ids.school, 1)] });
  await scene.grantTo(ids.school, ['Reader'], carol);
  await eventually(async () => expect(await scene.choicesOf(carol)).toHaveLength(1));
  const tokens = await tokensOf(
    scene,
    scene.browser(),
    { userId: carol },
    { scope: 'openid organisation roles' },
  );
  const now = async () => {
    const answer = await scene.userinfo(tokens.access_token);
    return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
  };
  expect((await now())[1]).toMatchObject({ organisation: { id: ids.school }, roles: ['Reader'] });
  await scene.ungrant(ids.school, carol);
  await eventually(async () =>
    expect((await now())[1]).toMatchObject({ organisation: { id: ids.school }, roles: [] }),
  );
  await publish({ memberships: [] });
  await eventually(async () => expect((await now())[1]).toEqual({ sub: carol, organisation: {}, roles: [] }));
  await publish({ status: 0 });
  await eventually(async () =>
    expect(await now()).toEqual([401, expect.objectContaining({ error: 'invalid_token' })]),
  );
});

test('neither codes, tokens nor cookies are stored or logged, nor an address that was proved', async () => {
  const browser = scene.browser();
  const code = await newCode({ scope: 'openid offline_access', login_hint: 'hint@example.org' }, browser);
  const tokens = (await (await exchange(scene, { code })).json()) as Record<string, string>;
  const hinted = authorizeUrl(scene.clientId, { prompt: 'login', id_token_hint: tokens.id_token });
  await browser.visit(hinted);
  const secrets = [code, tokens.access_token, tokens.refresh_token, tokens.id_token, CLIENT_SECRET];
  const cookies = browser.cookies().map(({ value }) => value);
  const stored = JSON.stringify(await scene.everythingStored());
  const logged = scene.logged.join('\n');
  for (const secret of [...secrets, ...cookies]) {
    expect(secret).toMatch(/.{20}/);
    expect(stored).not.toContain(secret);
    expect(logged).not.toContain(secret);
  }
  expect(logged).not.toContain('example.org');
});
