import { clientToken } from '@gatehouse/testing';
import { rawRequest, sendRaw } from '../testing/raw-http.ts';
import { base64, bearer, HS256, rolesOf, tokenPlatform } from '../testing/token-platform.ts';

const { ask, claims, expectRefused, expectSecrecy, expectTaken, platform, scene, signed } = tokenPlatform();

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
    const token = clientToken(scene().clientId, scene().apiSecret);
    for (const scheme of ['bearer', 'BEARER', 'bEaReR']) await expectTaken([`${scheme} ${token}`]);
  });

  test('twice, even the same', async () => {
    const header = `Bearer ${clientToken(scene().clientId, scene().apiSecret)}`;
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
    const token = clientToken(scene().clientId, scene().apiSecret);
    const answer = await ask([], `${rolesOf(scene().serviceId)}?access_token=${token}`);
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
      await expectRefused(bearer(signed({ alg }, claims(), scene().apiSecret, hash)), 'invalid algorithm');
      await expectRefused(bearer(signed({ alg }, claims())), 'invalid algorithm');
      await expectRefused(bearer(signed(HS256, claims(), scene().apiSecret, hash)), 'invalid signature');
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

test('rubbish', async () => {
  const right = clientToken(scene().clientId, scene().apiSecret);
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

test('who is not known is refused before the body is read', async () => {
  const path = `/services/${scene().serviceId}/invitations`;
  const headers = ['content-type: application/json', 'content-length: 100000'];
  for (const authorization of [[], [`authorization: Bearer ${signed(HS256, claims(), 'wrong')}`]]) {
    const answer = await sendRaw(platform().url, rawRequest(`POST ${path}`, [...authorization, ...headers]));
    expect(answer.status).toBe(401);
  }
  const expecting = await sendRaw(
    platform().url,
    rawRequest(`POST ${path}`, [...headers, 'expect: 100-continue']),
  );
  expect(expecting.status).toBe(401);
});

test('nothing of any token or secret was written', () => expectSecrecy());
