import { createHmac } from 'node:crypto';
import { clientToken, eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { type PlatformProcess, platformProcess } from './testing/platform-process.ts';
import { type RawAnswer, rawRequest, sendRaw } from './testing/raw-http.ts';
import { makeScene, type Scene } from './testing/scene.ts';

const AUDIENCE = 'signin.education.gov.uk';

let platform: PlatformProcess;
let scene: Scene;
let other: Scene;

beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeScene(platform.url, platform.operator);
  other = await makeScene(platform.url, platform.operator);
});
afterAll(() => platform?.kill());

const rolesOf = (serviceId: string) => `/services/${serviceId}/roles`;

function ask(authorizations: readonly string[], target = rolesOf(scene.serviceId)): Promise<RawAnswer> {
  return sendRaw(
    platform.url,
    rawRequest(
      `GET ${target}`,
      authorizations.map((value) => `authorization: ${value}`),
    ),
  );
}

const bearer = (token: string) => [`Bearer ${token}`];
const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signed rightly, whatever it says. */
function signed(
  header: unknown,
  payload: unknown,
  secret: string | Buffer = scene.apiSecret,
  hash = 'sha256',
): string {
  const text = `${base64(header)}.${base64(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

const HS256 = { alg: 'HS256', typ: 'JWT' };
const claims = (more: Record<string, unknown> = {}) => ({ iss: scene.clientId, aud: AUDIENCE, ...more });
const inSeconds = (seconds: number) => Date.now() / 1_000 + seconds;

async function expectRefused(authorizations: readonly string[], message: string | RegExp): Promise<void> {
  const answer = await ask(authorizations);
  expect([answer.status, answer.body]).toEqual([401, expect.stringContaining('"success":false')]);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = JSON.parse(answer.body);
  if (typeof message === 'string') expect(problem.message).toBe(message);
  else expect(problem.message).toMatch(message);
  expect(answer.body).not.toContain(scene.apiSecret);
}

async function expectTaken(authorizations: readonly string[]): Promise<void> {
  const answer = await ask(authorizations);
  expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('READER')]);
}

describe('the header', () => {
  test('missing, empty, of another scheme, in pieces', async () => {
    const malformed = 'Malformed Authorization header. Should be bearer {token}';
    await expectRefused([], 'Missing Authorization header');
    await expectRefused([''], 'Missing Authorization header');
    for (const header of [
      'Bearer',
      'Bearer ',
      'Basic abc',
      'Bearer a b',
      'Token abc',
      'abc',
      'Bearer: abc',
      'JWT a.b.c',
    ]) {
      await expectRefused([header], malformed);
    }
  });

  test('the scheme in any case', async () => {
    const token = clientToken(scene.clientId, scene.apiSecret);
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) await expectTaken([`${scheme} ${token}`]);
  });

  test('twice, even the same', async () => {
    const header = `Bearer ${clientToken(scene.clientId, scene.apiSecret)}`;
    await expectRefused([header, header], /More than one/);
    await expectRefused([header, 'Basic abc'], /More than one/);
    await expectRefused([`${header}, ${header}`], /Malformed/);
  });

  test('over 8 KiB; up to that it is read', async () => {
    const padded = (size: number) => signed(HS256, claims({ pad: 'x'.repeat(size) }));
    await expectRefused(bearer(padded(9 * 1024)), /too long/);
    await expectTaken(bearer(padded(5_500)));
  });

  test('a token in the query is none', async () => {
    const token = clientToken(scene.clientId, scene.apiSecret);
    const answer = await ask([], `${rolesOf(scene.serviceId)}?access_token=${token}`);
    expect(answer.status).toBe(401);
  });
});

describe('the algorithm', () => {
  test('none, in any case of letters, with and without a signature', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      const text = `${base64({ alg, typ: 'JWT' })}.${base64(claims())}`;
      await expectRefused(bearer(`${text}.`), /invalid algorithm|malformed/);
      await expectRefused(bearer(text), /malformed|invalid algorithm/);
      await expectRefused(bearer(signed({ alg }, claims())), 'invalid algorithm');
    }
  });

  test('HS384 and HS512, signed as they say or as HS256', async () => {
    for (const [alg, hash] of [
      ['HS384', 'sha384'],
      ['HS512', 'sha512'],
    ] as const) {
      await expectRefused(bearer(signed({ alg }, claims(), scene.apiSecret, hash)), 'invalid algorithm');
      await expectRefused(bearer(signed({ alg }, claims())), 'invalid algorithm');
      await expectRefused(bearer(signed(HS256, claims(), scene.apiSecret, hash)), 'invalid signature');
    }
  });

  test('RS256 and others with the secret as the key', async () => {
    for (const alg of [
      'RS256',
      'ES256',
      'PS256',
      'EdDSA',
      'hs256',
      'HS256 ',
      ['HS256'],
      null,
      1,
      undefined,
    ]) {
      await expectRefused(bearer(signed({ alg }, claims())), /invalid algorithm|malformed/);
    }
  });

  test('an extension that must be understood', async () => {
    for (const crit of [['exp'], ['b64'], [], 'exp', null]) {
      await expectRefused(bearer(signed({ ...HS256, crit }, claims())), /crit/);
    }
    await expectTaken(bearer(signed({ ...HS256, kid: '1', jku: 'http://127.0.0.1:1/' }, claims())));
  });
});

describe('the issuer', () => {
  const issuedBy = (iss: unknown) => bearer(signed(HS256, { iss, aud: AUDIENCE }));

  test.each([undefined, null, 1, true, [], {}, '', 'nobody', ' ', 'constructor', '__proto__'])(
    '%p',
    async (iss) => {
      await expectRefused(issuedBy(iss), 'Unknown issuer');
    },
  );

  test('not exactly a client id', async () => {
    const { clientId, serviceId } = scene;
    for (const iss of [
      [clientId],
      { clientId },
      clientId.toUpperCase(),
      ` ${clientId}`,
      `${clientId} `,
      serviceId,
    ]) {
      await expectRefused(issuedBy(iss), 'Unknown issuer');
    }
  });

  test('another client’s secret, the operator’s, the decoded bytes, none', async () => {
    for (const secret of [
      other.apiSecret,
      platform.operatorSecret,
      Buffer.from(scene.apiSecret, 'base64'),
      '',
      'secret',
    ]) {
      await expectRefused(bearer(signed(HS256, claims(), secret)), 'invalid signature');
    }
    await expectRefused(bearer(signed(HS256, { iss: 'operator', aud: AUDIENCE })), 'invalid signature');
  });
});

describe('the audience', () => {
  test.each([
    undefined,
    null,
    '',
    'signin.education.gov.uk.example.org',
    'signin',
    ' signin.education.gov.uk',
    'SIGNIN.EDUCATION.GOV.UK',
    [],
    ['signin'],
    [['signin.education.gov.uk']],
    { 'signin.education.gov.uk': true },
    1,
  ])('%j is refused', async (aud) => {
    await expectRefused(bearer(signed(HS256, claims({ aud }))), /audience/);
  });

  test('a list that contains it', async () => {
    await expectTaken(bearer(signed(HS256, claims({ aud: ['other', AUDIENCE] }))));
  });
});

describe('times', () => {
  test('expired by 28 s is taken, by 31 s not; fractions too', async () => {
    await expectTaken(bearer(signed(HS256, claims({ exp: inSeconds(-28) }))));
    await expectTaken(bearer(signed(HS256, claims({ exp: Math.floor(inSeconds(-28)) }))));
    await expectRefused(bearer(signed(HS256, claims({ exp: inSeconds(-31) }))), 'jwt expired');
    await expectRefused(bearer(signed(HS256, claims({ exp: 0 }))), 'jwt expired');
  });

  test('not yet valid, or issued in the future: 28 s are taken, 32 s not', async () => {
    await expectTaken(bearer(signed(HS256, claims({ nbf: inSeconds(28), iat: inSeconds(28) }))));
    await expectRefused(bearer(signed(HS256, claims({ nbf: inSeconds(32) }))), 'jwt not active');
    await expectRefused(bearer(signed(HS256, claims({ iat: inSeconds(32) }))), /future/);
  });

  test('no number: refused', async () => {
    for (const name of ['exp', 'nbf', 'iat']) {
      for (const value of ['1999999999', '', true, null, [1_999_999_999], {}]) {
        await expectRefused(bearer(signed(HS256, claims({ [name]: value }))), `invalid ${name} value`);
      }
      const overflowing = `{"iss":"${scene.clientId}","aud":"${AUDIENCE}","${name}":1e999}`;
      await expectRefused(bearer(signed(HS256, overflowing)), `invalid ${name} value`);
    }
  });

  test('one that ran out after it was taken once', async () => {
    const token = bearer(signed(HS256, claims({ exp: inSeconds(-29) })));
    await expectTaken(token);
    await eventually(() => expectRefused(token, 'jwt expired'), { timeoutMs: 5_000 });
  });
});

test('rubbish', async () => {
  const right = clientToken(scene.clientId, scene.apiSecret);
  const [header = '', payload = '', signature = ''] = right.split('.');
  const texts = [
    'a',
    '.',
    '..',
    '...',
    'a.b.c',
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `${header}..${signature}`,
  ];
  const broken = [`${right}.x`, `${right}A`, `.${right}`, `${header}.${payload}.${signature.slice(0, -2)}`];
  const odd = [
    signed('{', claims()),
    signed([], claims()),
    signed(null, claims()),
    signed(HS256, 'text'),
    signed(HS256, []),
  ];
  const payloads = [
    signed(HS256, null),
    signed(HS256, 1),
    'é'.repeat(100),
    '%00',
    `${header}.${base64('\u0000')}.x`,
  ];
  for (const token of [...texts, ...broken, ...odd, ...payloads]) await expectRefused(bearer(token), /.+/);
});

describe('what the platform knows of a client', () => {
  test('a rotated secret: the new one at once, the old one until its overlap ends', async () => {
    const rotated = await makeScene(platform.url, platform.operator);
    const answerWith = (secret: string) =>
      ask(bearer(clientToken(rotated.clientId, secret)), rolesOf(rotated.serviceId));
    const rotate = async (overlapSeconds: number) => {
      const path = `/manage/services/${rotated.serviceId}/secret`;
      return (await platform.operator.post(path, { overlapSeconds })).body.apiSecret;
    };
    const second = await rotate(600);
    for (const secret of [rotated.apiSecret, second]) expect((await answerWith(secret)).status).toBe(200);
    const third = await rotate(2);
    for (const secret of [rotated.apiSecret, second, third])
      expect((await answerWith(secret)).status).toBe(200);
    await eventually(async () => expect((await answerWith(second)).status).toBe(401), { timeoutMs: 6_000 });
    for (const secret of [rotated.apiSecret, third]) expect((await answerWith(secret)).status).toBe(200);
    const fourth = await rotate(0);
    expect((await answerWith(third)).status).toBe(401);
    for (const secret of [rotated.apiSecret, fourth]) expect((await answerWith(secret)).status).toBe(200);
  });

  test('disabled, renamed, and asked to send an exp: within a second, without a restart', async () => {
    const changed = await makeScene(platform.url, platform.operator);
    const { clientId, serviceId, apiSecret } = changed;
    const put = (more: Record<string, unknown>) =>
      platform.operator.put(`/manage/services/${serviceId}`, {
        clientId,
        name: 'Changed',
        redirectUris: [],
        ...more,
      });
    const messageTo = async (iss: string, more: Record<string, unknown> = {}) => {
      const answer = await ask(bearer(clientToken(iss, apiSecret, more)), rolesOf(serviceId));
      return answer.status === 200 ? 'taken' : JSON.parse(answer.body).message;
    };
    expect(await messageTo(clientId)).toBe('taken');
    await put({ status: 0 });
    expect(await messageTo(clientId)).toBe('Client is disabled');
    await put({ params: { requireTokenExpiry: 'true' } });
    expect(await messageTo(clientId)).toMatch(/exp/);
    expect(await messageTo(clientId, { exp: inSeconds(60) })).toBe('taken');
    await put({ clientId: `${clientId}-new` });
    expect(await messageTo(clientId)).toBe('Unknown issuer');
    expect(await messageTo(`${clientId}-new`)).toBe('taken');
  });
});

test('the operator on public paths: for the service named in the URL, else 403', async () => {
  const operator = bearer(clientToken('operator', platform.operatorSecret));
  expect((await ask(operator)).status).toBe(200);
  for (const target of ['/users', '/users/approvers', '/users/changes', '/organisations/12345678/users']) {
    expect((await ask(operator, target)).status).toBe(403);
  }
  const signedByLibrary = jwt.sign({ aud: AUDIENCE }, platform.operatorSecret, { issuer: 'Operator' });
  await expectRefused(bearer(signedByLibrary), 'Unknown issuer');
});

test('who is not known is refused before the body is read', async () => {
  const path = `/services/${scene.serviceId}/invitations`;
  const headers = ['content-type: application/json', 'content-length: 100000'];
  for (const authorization of [[], [`authorization: Bearer ${signed(HS256, claims(), 'wrong')}`]]) {
    const answer = await sendRaw(platform.url, rawRequest(`POST ${path}`, [...authorization, ...headers]));
    expect(answer.status).toBe(401);
  }
  const expecting = await sendRaw(
    platform.url,
    rawRequest(`POST ${path}`, [...headers, 'expect: 100-continue']),
  );
  expect(expecting.status).toBe(401);
});

test('nothing of any token or secret was written', () => {
  const output = platform.output();
  for (const secret of [scene.apiSecret, other.apiSecret, platform.operatorSecret, 'eyJ']) {
    expect(output.includes(secret) ? 'found' : 'clean').toBe('clean');
  }
  expect(output).not.toMatch(/"level":"error"/);
});
