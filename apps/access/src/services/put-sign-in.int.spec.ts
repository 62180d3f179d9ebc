import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking } from '../testing/making.ts';
import { servicesCollection } from './services.store.ts';

let access: AccessUnderTest;
let strict: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
  strict = await startAccessUnderTest({ settings: { ALLOW_PRIVATE_CALLBACKS: false, distributed: true } });
});
afterAll(async () => {
  await access.close();
  await strict.close();
});

const key = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ format: 'jwk' });
const DEFAULTS = {
  postLogoutRedirectUris: [],
  clientAuth: 'secret',
  pkce: 'required',
  organisations: 'granted',
  refreshTokens: false,
};
let count = 0;
async function put(signIn: unknown, at = access, id = newId(), clientId = `signs-in-${++count}`) {
  const answer = await at.operator('PUT', `/manage/services/${id}`, make.details(clientId, { signIn }));
  return { ...answer, id, clientId };
}

async function publishedSignIn(id: string): Promise<unknown> {
  const states: { signIn?: unknown }[] = [];
  const reader = await access.eventLog.consume({
    topics: ['access.services.v1'],
    async handle(records) {
      for (const { key, value } of records) if (key === id) states.push(JSON.parse(value).data.state);
    },
  });
  await reader.caughtUp;
  await reader.close();
  return states.at(-1)?.signIn;
}

describe('200 and 201', () => {
  test('members left out take their defaults; without signIn there is none', async () => {
    const { status, body, id, clientId } = await put({});
    expect([status, body.signIn]).toEqual([201, DEFAULTS]);
    expect((await access.operator('GET', `/manage/services/${id}`)).body.signIn).toEqual(DEFAULTS);
    const list = await access.operator('GET', '/manage/services?pageSize=500');
    expect(list.body.services.find((each: { id: string }) => each.id === id).signIn).toEqual(DEFAULTS);
    const without = await put(undefined, access, id, clientId);
    expect(without.status).toBe(200);
    expect(without.body).not.toHaveProperty('signIn');
  });

  test('every member is kept as it was put, and told to the others', async () => {
    const signIn = {
      postLogoutRedirectUris: ['https://rp.example.org/bye', 'http://localhost:3000/bye', 'http://[::1]/bye'],
      backchannelLogoutUri: 'http://127.0.0.1:3000/logout?a=b',
      startUrl: 'https://rp.example.org/start',
      clientAuth: 'private_key_jwt',
      jwks: { keys: [{ ...key, kid: 'one', use: 'sig', alg: 'RS256' }] },
      pkce: 'optional',
      organisations: 'member',
      refreshTokens: true,
    };
    const { body, id } = await put({ ...signIn, jwks: { keys: [{ ...signIn.jwks.keys[0], x5c: ['x'] }] } });
    expect(body.signIn).toEqual(signIn);
    expect(await publishedSignIn(id)).toEqual(signIn);
  });

  test('the same again changes nothing', async () => {
    const { id, clientId } = await put({});
    const versionOf = async () => (await access.store.collection(servicesCollection).get(id))?.version;
    const before = await versionOf();
    expect((await put({}, access, id, clientId)).status).toBe(200);
    expect(await versionOf()).toBe(before);
  });

  test('keys from an address: https, or http on this machine', async () => {
    for (const jwksUri of [
      'https://rp.example.org/jwks',
      'http://localhost:3000/jwks',
      'http://[::1]:1/jwks',
    ]) {
      expect((await put({ clientAuth: 'private_key_jwt', jwksUri })).body.signIn.jwksUri).toBe(jwksUri);
    }
  });
});

describe('400, each fault naming its field', () => {
  test.each<[string, unknown, string[]]>([
    ['null', null, ['signIn']],
    ['another member', { colour: 1 }, ['signIn.colour']],
    [
      'other values',
      { clientAuth: 'none', pkce: 'plain', organisations: 'all', refreshTokens: 'yes' },
      ['signIn.clientAuth', 'signIn.organisations', 'signIn.pkce', 'signIn.refreshTokens'],
    ],
    [
      'addresses for people',
      {
        postLogoutRedirectUris: [
          'https://fine.example.org',
          'http://plain.example.org',
          'https://a.example.org/#part',
          'https://user:pass@a.example.org',
          'com.example.app:/done',
          `https://a.example.org/${'x'.repeat(2_048)}`,
          'javascript:alert(1)',
          'https://a.example.org/ b',
        ],
        startUrl: 'http://10.0.0.1/',
      },
      [...[1, 2, 3, 4, 5, 6, 7].map((n) => `signIn.postLogoutRedirectUris[${n}]`), 'signIn.startUrl'],
    ],
    [
      'too many',
      { postLogoutRedirectUris: Array(51).fill('https://a.example.org') },
      ['signIn.postLogoutRedirectUris'],
    ],
    [
      'where logout tokens go',
      { backchannelLogoutUri: 'https://a.example.org/#x' },
      ['signIn.backchannelLogoutUri'],
    ],
    [
      'a private key, a symmetric one, a short one',
      {
        clientAuth: 'private_key_jwt',
        jwks: {
          keys: [
            generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' }),
            { kty: 'oct', k: 'AAAA' },
            generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({ format: 'jwk' }),
          ],
        },
      },
      ['signIn.jwks.keys[0]', 'signIn.jwks.keys[1]', 'signIn.jwks.keys[2]'],
    ],
    ['no keys', { clientAuth: 'private_key_jwt', jwks: { keys: [] } }, ['signIn.jwks.keys']],
    [
      'a kid twice',
      {
        clientAuth: 'private_key_jwt',
        jwks: {
          keys: [
            { ...key, kid: 'a' },
            { ...key, kid: 'a' },
          ],
        },
      },
      ['signIn.jwks.keys'],
    ],
    [
      'assertions without keys, beside another fault',
      { clientAuth: 'private_key_jwt', pkce: 'none' },
      ['signIn.clientAuth', 'signIn.pkce'],
    ],
    [
      'both ways to keys',
      { clientAuth: 'private_key_jwt', jwks: { keys: [key] }, jwksUri: 'https://a.example.org/' },
      ['signIn.jwksUri'],
    ],
    ['keys beside a secret', { jwks: { keys: [key] } }, ['signIn.clientAuth']],
    [
      'keys from elsewhere by http',
      { clientAuth: 'private_key_jwt', jwksUri: 'http://a.example.org/' },
      ['signIn.jwksUri'],
    ],
  ])('%s', async (_case, signIn, fields) => {
    const { status, body, id } = await put(signIn);
    expect(status).toBe(400);
    const named = (body.errors as string[]).map((error) => error.split(': ')[0]);
    expect([...new Set(named)].toSorted()).toEqual(fields);
    expect(JSON.stringify(body)).not.toContain('pass');
    expect((await access.operator('GET', `/manage/services/${id}`)).status).toBe(404);
  });

  test.each([
    { backchannelLogoutUri: 'http://rp.example.org/logout' },
    { backchannelLogoutUri: 'https://10.0.0.1/logout' },
    { backchannelLogoutUri: 'https://localhost/logout' },
    { clientAuth: 'private_key_jwt', jwksUri: 'http://localhost:3000/jwks' },
    { clientAuth: 'private_key_jwt', jwksUri: 'https://169.254.169.254/jwks' },
  ])('private addresses, where they are not allowed: %j', async (signIn) => {
    const { status, body } = await put(signIn, strict);
    expect([status, body.errors.length]).toEqual([400, 1]);
  });
});

test.each(['console', 'Console', 'accounts', 'the-platform', 'THE-PLATFORM'])(
  'the client id %s is reserved',
  async (clientId) => {
    const id = newId();
    const answer = await access.operator('PUT', `/manage/services/${id}`, make.details(clientId));
    expect([answer.status, answer.body.errors]).toEqual([400, ['clientId: is reserved']]);
    expect((await access.operator('GET', `/manage/services/${id}`)).status).toBe(404);
  },
);
