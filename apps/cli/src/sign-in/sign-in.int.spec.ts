import { cliUnderTest, SERVICE } from '../testing/cli-under-test.ts';

const { gatehouse, platform, fileOf } = cliUnderTest();
const path = `/manage/services/${SERVICE}`;
const SERVICE_FACTS = {
  id: SERVICE,
  clientId: 'meals',
  name: 'Meals',
  redirectUris: [],
  params: {},
  status: 1,
};
const SIGN_IN = {
  postLogoutRedirectUris: ['https://a.example/bye'],
  startUrl: 'https://a.example/',
  clientAuth: 'secret',
  pkce: 'required',
  organisations: 'granted',
  refreshTokens: false,
};

function held(signIn?: object) {
  const service = { ...SERVICE_FACTS, ...(signIn && { signIn }) };
  platform().answer(`GET ${path}`, { status: 200, body: service });
  platform().answer(`PUT ${path}`, { status: 200, body: service });
}
const sent = () => JSON.parse(platform().received.at(-1)?.text ?? '');

test('switched on, the rest of the service stays as it is', async () => {
  held();
  const { exitCode } = await gatehouse('sign-in', 'set', SERVICE, '--start-url', 'https://a.example/');
  expect(exitCode).toBe(0);
  const { id: _, ...facts } = SERVICE_FACTS;
  expect(sent()).toEqual({ ...facts, signIn: { startUrl: 'https://a.example/' } });
});

test('what is not named stays', async () => {
  held(SIGN_IN);
  await gatehouse('sign-in', 'set', SERVICE, '--refresh-tokens', 'true', '--start-url', '');
  const { startUrl: _, ...rest } = SIGN_IN;
  expect(sent().signIn).toEqual({ ...rest, refreshTokens: true });
});

test('keys take the place of an address of keys, and a secret that of both', async () => {
  held({ ...SIGN_IN, clientAuth: 'private_key_jwt', jwksUri: 'https://a.example/jwks' });
  const file = fileOf('jwks.json', '{"keys":[{"kty":"RSA"}]}');
  await gatehouse('sign-in', 'set', SERVICE, '--jwks', file);
  const signing = { ...SIGN_IN, clientAuth: 'private_key_jwt', jwks: { keys: [{ kty: 'RSA' }] } };
  expect(sent().signIn).toEqual(signing);
  held(signing);
  await gatehouse('sign-in', 'set', SERVICE, '--client-auth', 'secret');
  expect(sent().signIn).toEqual(SIGN_IN);
});

test('a file that is no set of keys is refused before anything is sent', async () => {
  const { exitCode, err } = await gatehouse('sign-in', 'set', SERVICE, '--jwks', fileOf('keys.json', '[]'));
  expect([exitCode, err]).toEqual([2, expect.stringContaining('JWK set')]);
  expect(platform().received).toEqual([]);
});

test('switched off', async () => {
  held(SIGN_IN);
  expect(await gatehouse('sign-in', 'off', SERVICE)).toMatchObject({ exitCode: 0 });
  expect(sent()).not.toHaveProperty('signIn');
});

test('shown; where there is none, how it is switched on', async () => {
  held(SIGN_IN);
  expect((await gatehouse('sign-in', 'show', SERVICE)).out).toMatch(/startUrl +https:\/\/a\.example\//);
  held();
  expect((await gatehouse('sign-in', 'show', SERVICE)).err).toContain('gatehouse sign-in set');
});

test('a client secret is printed once', async () => {
  platform().answer(`POST ${path}/client-secret`, { status: 200, body: { clientSecret: 'the-new-one' } });
  const { out, err } = await gatehouse('sign-in', 'secret', SERVICE, '--overlap', '60');
  expect(out).toContain('the-new-one');
  expect(err).toContain('not shown again');
  expect(sent()).toEqual({ overlapSeconds: 60 });
});
