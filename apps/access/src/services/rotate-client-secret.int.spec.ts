import { generateKeyPairSync, hash } from 'node:crypto';
import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking } from '../testing/making.ts';
import { servicesCollection } from './services.store.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const rotate = (id: string, body: object = {}) =>
  access.operator('POST', `/manage/services/${id}/client-secret`, body);
const secretsOf = async (id: string) =>
  (await access.store.collection(servicesCollection).get(id))?.state.clientSecrets;
const digest = (text: string) => hash('sha256', text, 'base64url');
const privateKeyJwt = {
  clientAuth: 'private_key_jwt',
  jwks: { keys: [generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ format: 'jwk' })] },
};

describe('200', () => {
  test('43 characters, shown once and kept as a digest; the API secret is another one, and stays', async () => {
    const { id, secret: apiSecret } = await make.service({ signIn: {} });
    const { status, body, headers } = await rotate(id);
    expect([status, body]).toEqual([200, { clientSecret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) }]);
    expect(headers['x-gatehouse-service-version']).toMatch(new RegExp(`^${id};[0-9]+$`));
    expect(await secretsOf(id)).toEqual([
      { id: expect.any(String), sha256: digest(body.clientSecret), createdAt: expect.any(String) },
    ]);
    const document = await access.store.collection(servicesCollection).get(id);
    expect(JSON.stringify(document)).not.toContain(body.clientSecret);
    expect(access.sealer.open(document?.state.secrets[0]?.sealed ?? '', `service-secret:${id}`)).toBe(
      apiSecret,
    );
    const shown = await access.operator('GET', `/manage/services/${id}`);
    expect(JSON.stringify(shown.body)).not.toMatch(/secrets|sha256/i);
  });

  test('an old one counts until its own overlap ends: a day by default, and a later rotation leaves that alone', async () => {
    const { id } = await make.service({ signIn: {} });
    const first = await rotate(id);
    await rotate(id);
    const [, old] = (await secretsOf(id)) ?? [];
    expect(old?.sha256).toBe(digest(first.body.clientSecret));
    expect(Date.parse(old?.expiresAt ?? '') - Date.now()).toBeGreaterThan(86_000_000);
    await rotate(id, { overlapSeconds: 0 });
    expect((await secretsOf(id))?.slice(1)).toEqual([old]);
  });

  test('they stay when the service is put again, also where sign-in is switched off and on', async () => {
    const { id, clientId } = await make.service({ signIn: {} });
    await rotate(id);
    const before = await secretsOf(id);
    await access.operator('PUT', `/manage/services/${id}`, make.details(clientId));
    await access.operator(
      'PUT',
      `/manage/services/${id}`,
      make.details(clientId, { signIn: { pkce: 'optional' } }),
    );
    expect(await secretsOf(id)).toEqual(before);
  });

  test('a service that signs assertions from now on has none any more', async () => {
    const { id, clientId } = await make.service({ signIn: {} });
    await rotate(id);
    const signing = make.details(clientId, { signIn: privateKeyJwt });
    expect((await access.operator('PUT', `/manage/services/${id}`, signing)).status).toBe(200);
    expect(await secretsOf(id)).toBeUndefined();
  });
});

test.each([[-1], [604_801], [1.5], ['60'], [null]])('400: an overlap of %p', async (overlapSeconds) => {
  const { id } = await make.service({ signIn: {} });
  const { status, body } = await rotate(id, { overlapSeconds });
  expect([status, body.errors]).toEqual([400, [expect.stringMatching(/^overlapSeconds: /)]]);
  expect(await secretsOf(id)).toBeUndefined();
});

test('401, 403 and 404, and nothing is written', async () => {
  const { id } = await make.service({ signIn: {} });
  const path = `/manage/services/${id}/client-secret`;
  expect((await access.request(undefined, 'POST', path, {})).status).toBe(401);
  const client = { kind: 'client', serviceId: id, clientId: 'x' } as const;
  expect((await access.request(client, 'POST', path, {})).status).toBe(403);
  expect((await rotate(newId())).status).toBe(404);
  expect(await secretsOf(id)).toBeUndefined();
});

test('409 for a service that signs assertions', async () => {
  const { id } = await make.service({ signIn: privateKeyJwt });
  expect((await rotate(id)).status).toBe(409);
  expect(await secretsOf(id)).toBeUndefined();
});

test('two rotations at the same moment: both secrets count', async () => {
  const { id } = await make.service({ signIn: {} });
  const answers = await Promise.all([rotate(id), rotate(id)]);
  const kept = (await secretsOf(id))?.map(({ sha256 }) => sha256) ?? [];
  expect(kept.toSorted()).toEqual(answers.map(({ body }) => digest(body.clientSecret)).toSorted());
});
