import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, GatehouseProblem } from './index.ts';

const SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA==';
const SESSION = 'A'.repeat(43);
let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
let next: { status: number; body?: unknown }[] = [];

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request)).toString();
  const { method = '', url = '', headers } = request;
  seen.push({ method, url, headers, body });
  const { status, body: answer } = next.shift() ?? { status: 200, body: { asked: url } };
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
  response.end(answer === undefined ? undefined : JSON.stringify(answer));
});
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createClient({ url, clientId: 'frontend', apiSecret: SECRET, retries: { baseMs: 5 } });
});
beforeEach(() => {
  seen = [];
  next = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Account = ReturnType<typeof createClient>['account'];

const requests: [string, (account: Account) => Promise<unknown>, string, unknown?][] = [
  ['a sign-in', (a) => a.getSignInUrl(), 'GET /api/oauth2/sign-in'],
  [
    'a sign-in with MFA that leads back',
    (a) => a.getSignInUrl({ redirectPath: '/a?b=c', mfa: true }),
    'GET /api/oauth2/sign-in?redirect_path=%2Fa%3Fb%3Dc&mfa=true',
  ],
  [
    'what came back',
    (a) => a.validateAuthResponse({ code: 'c', state: 's', iss: undefined }, SESSION),
    'POST /api/oauth2/callback',
    { code: 'c', state: 's' },
  ],
  ['the way out', (a) => a.getEndSessionUrl(SESSION), 'GET /api/oauth2/end-session'],
  ['the end', (a) => a.endSession(SESSION), 'DELETE /api/session'],
  ['the user', (a) => a.getUser(SESSION), 'GET /api/user'],
  [
    'an email',
    (a) => a.matchUserByEmail('a+b@example.org', SESSION),
    'GET /api/user/match-by-email?email=a%2Bb%40example.org',
  ],
  [
    'attributes',
    (a) => a.getAttributes(['email', 'one'], SESSION),
    'GET /api/attributes?attributes%5B%5D=email&attributes%5B%5D=one',
  ],
  [
    'a change',
    (a) => a.setAttributes({ one: null }, SESSION),
    'PATCH /api/attributes',
    { attributes: { one: null } },
  ],
  [
    'a subscription',
    (a) => a.checkEmailSubscription({ topicSlug: 'pets' }, SESSION),
    'GET /api/personalisation/check-email-subscription?topic_slug=pets',
  ],
];

// With a fourth parameter jest would pass its `done` where a row has three.
test.each(requests.map(([name, ...rest]) => ({ name, rest })))('$name', async ({ name, rest }) => {
  const [call, request, json] = rest;
  await call(client.account);
  const [{ method, url, headers, body } = { method: '', url: '', headers: {}, body: '' }] = seen;
  expect(`${method} ${url}`).toBe(request);
  expect(headers.authorization).toMatch(/^Bearer eyJ/);
  expect(headers['govuk-account-session']).toBe(name.startsWith('a sign-in') ? undefined : SESSION);
  expect(body === '' ? undefined : JSON.parse(body)).toEqual(json);
});

test('the provider’s side tells of somebody, and takes them away', async () => {
  const subjectIdentifier = 'urn:fdc:gov.uk:2022:a/b';
  await client.account.updateUserBySubjectIdentifier({
    subjectIdentifier,
    email: 'a@example.org',
    emailVerified: false,
  });
  next = [{ status: 204 }, { status: 404, body: {} }];
  expect(await client.account.deleteUserBySubjectIdentifier(subjectIdentifier)).toBe(true);
  expect(await client.account.deleteUserBySubjectIdentifier(subjectIdentifier)).toBe(false);
  const path = '/api/oidc-users/urn%3Afdc%3Agov.uk%3A2022%3Aa%2Fb';
  expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['PUT', path, '{"email":"a@example.org","email_verified":false}'],
    ['DELETE', path, ''],
    ['DELETE', path, ''],
  ]);
});

test('an email that is nobody’s is undefined', async () => {
  next = [{ status: 404, body: {} }];
  expect(await client.account.matchUserByEmail('a@example.org')).toBeUndefined();
});

test('a refusal says of which kind it is, and which attributes it is about', async () => {
  const type = 'https://gatehouse.example.org/docs/problems#mfa-required';
  next = [{ status: 403, body: { type, title: 'MFA required', attributes: ['one'] } }];
  const refused = await client.account.getAttributes(['one'], SESSION).catch((error) => error);
  expect(refused).toBeInstanceOf(GatehouseProblem);
  expect(refused).toMatchObject({ status: 403, kind: 'mfa-required', attributes: ['one'] });
});

test('what came back is sent once: a sign-in is used up by it', async () => {
  next = [{ status: 503, body: {} }];
  await expect(client.account.validateAuthResponse({ code: 'c', state: 's' })).rejects.toMatchObject({
    status: 503,
  });
  expect(seen).toHaveLength(1);
});
