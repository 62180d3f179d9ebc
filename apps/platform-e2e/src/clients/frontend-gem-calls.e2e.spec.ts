import { once } from 'node:events';
import { connect } from 'node:net';
import { clientToken, eventually, identityProvider, type ScriptedProvider } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';

const SUBJECT = 'urn:fdc:gov.uk:2022:56P4CMsGh_02YOlWpd8PAOI-2sVlB2nsNU7mcLZYhYw';
let platform: PlatformProcess;
let provider: ScriptedProvider;
let token = '';
let session = '';

interface RawAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on what it finds
  body: any;
}

beforeAll(async () => {
  [platform, provider] = await Promise.all([
    platformProcess({ env: { DEMO_DATA: 'true' } }),
    identityProvider(),
  ]);
  const secret = await eventually(() => {
    const [, shown] = /API secret +(\S+)/.exec(platform.output()) ?? [];
    if (shown === undefined) throw new Error('the banner has not been printed');
    return shown;
  });
  token = clientToken('demo-service', secret);
  const { issuer, clientId, clientSecret } = provider;
  const named = await platform.operator.put('/manage/account-provider', {
    ...{ issuer, clientId, clientSecret, authentication: 'client_secret_basic' },
    ...{ redirectUri: 'https://www.gov.uk/sign-in/callback', mfa: { claim: 'vot', values: ['Cl.Cm'] } },
  });
  expect(named.status).toBe(200);
  provider.script.person = { sub: SUBJECT, email: 'user@example.com', email_verified: false };
});
afterAll(async () => {
  await platform?.kill();
  await provider?.close();
});

/** Bytes as gds-api-adapters 103 has them on the wire: its order of headers, its brackets, its bodies. */
function bytesOf(
  method: string,
  target: string,
  { body, session: given }: { body?: unknown; session?: string } = {},
) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return [
    `${method} ${target} HTTP/1.1`,
    'Accept: application/json',
    'User-Agent: gds-api-adapters/103.0.0 (frontend)',
    ...(given === undefined ? [] : [`Govuk-Account-Session: ${given}`]),
    ...(text === undefined ? [] : ['Content-Type: application/json']),
    `Authorization: Bearer ${token}`,
    'Accept-Encoding: gzip',
    ...(text === undefined ? [] : [`Content-Length: ${Buffer.byteLength(text)}`]),
    `Host: ${new URL(platform.url).host}`,
    'Connection: close',
    '',
    text ?? '',
  ].join('\r\n');
}

async function send(...request: Parameters<typeof bytesOf>): Promise<RawAnswer> {
  const { hostname, port } = new URL(platform.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(bytesOf(...request));
  const text = Buffer.concat(await Array.fromAsync(socket)).toString();
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = new Headers(
    lines.map((each): [string, string] => [
      each.slice(0, each.indexOf(':')),
      each.slice(each.indexOf(':') + 1),
    ]),
  );
  const isJson = headers.get('content-type')?.includes('json') === true;
  return { status: Number(line.split(' ')[1]), headers, body: isJson ? JSON.parse(body) : body };
}

/** Where the client looks no further than its status, and at JSON as it names it. */
function expectGood({ status, headers }: RawAnswer): void {
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
}

const broughtBack = async (authUri: string) => {
  const { headers } = await fetch(authUri, { redirect: 'manual' });
  const { searchParams } = new URL(headers.get('location') ?? '');
  return { code: searchParams.get('code'), state: searchParams.get('state') };
};

test('get_sign_in_url: with mfa=false always, with a path, and with mfa=true', async () => {
  for (const query of [
    'mfa=false',
    'redirect_path=%2Fguidance%2Fkeeping-a-pet-pig-or-micropig&mfa=false',
    'mfa=true',
  ]) {
    const answer = await send('GET', `/api/oauth2/sign-in?${query}`);
    expectGood(answer);
    expect(Object.keys(answer.body)).toEqual(['auth_uri', 'state']);
  }
});

test('validate_auth_response: code and state alone', async () => {
  const begun = await send('GET', '/api/oauth2/sign-in?redirect_path=%2Faccount%2Fhome&mfa=false');
  const answer = await send('POST', '/api/oauth2/callback', { body: await broughtBack(begun.body.auth_uri) });
  expectGood(answer);
  expect(answer.body).toEqual({
    govuk_account_session: expect.stringMatching(/^[\w-]{43}$/),
    redirect_path: '/account/home',
  });
  session = answer.body.govuk_account_session;
  const refused = await send('POST', '/api/oauth2/callback', { body: { code: '12345', state: '67890' } });
  expect(refused.status).toBe(401);
});

test('get_end_session_url: with a session and without', async () => {
  for (const given of [{}, { session }]) {
    const answer = await send('GET', '/api/oauth2/end-session', given);
    expectGood(answer);
    expect(Object.keys(answer.body)).toEqual(['end_session_uri']);
    expect(URL.canParse(answer.body.end_session_uri)).toBe(true);
  }
});

test('get_user: with messages behind the session, and 401 without one', async () => {
  const answer = await send('GET', '/api/user', { session: `${session}$$cookies-accepted` });
  expectGood(answer);
  expect(answer.body).toEqual({
    ...{ id: expect.any(String), mfa: false, email: 'user@example.com', email_verified: false },
    ...{ services: {}, govuk_account_session: session },
  });
  const refused = await send('GET', '/api/user', { session: 'session-identifier' });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
    401,
    ' GOVUK-Account-Session'.trim(),
  ]);
});

test('update_user_by_subject_identifier: PATCH, with the subject as it is', async () => {
  const path = `/api/oidc-users/${SUBJECT}`;
  const answer = await send('PATCH', path, { body: { email: 'new@example.com', email_verified: true } });
  expectGood(answer);
  expect(answer.body).toEqual({ sub: SUBJECT, email: 'new@example.com', email_verified: true });
  expect((await send('PATCH', path, { body: {} })).body).toEqual(answer.body);
});

test('match_user_by_email: with the session and without, and 404 for nobody’s', async () => {
  const path = (email: string) => `/api/user/match-by-email?email=${email}`;
  const mine = await send('GET', path('new%40example.com'), { session });
  expectGood(mine);
  expect(mine.body).toEqual({ match: true });
  expect((await send('GET', path('new%40example.com'))).body).toEqual({ match: false });
  expect((await send('GET', path('nobody%40example.com'), { session })).status).toBe(404);
});

test('set_attributes and get_attributes: raw brackets and encoded ones', async () => {
  const set = await send('PATCH', '/api/attributes', {
    session,
    body: { attributes: { local_attribute: true } },
  });
  expectGood(set);
  expect(set.body).toEqual({ govuk_account_session: session });
  for (const brackets of ['[]', '%5B%5D']) {
    const query = ['email', 'local_attribute'].map((name) => `attributes${brackets}=${name}`).join('&');
    const answer = await send('GET', `/api/attributes?${query}`, { session });
    expectGood(answer);
    expect(answer.body).toEqual({
      values: { email: 'new@example.com', local_attribute: true },
      govuk_account_session: session,
    });
  }
  expect((await send('GET', '/api/attributes?attributes[]=nowhere', { session })).status).toBe(422);
  const unwritable = { session, body: { attributes: { email: 'a@example.com' } } };
  expect((await send('PATCH', '/api/attributes', unwritable)).status).toBe(403);
});

test('delete_user_by_subject_identifier: DELETE with the body {}', async () => {
  const path = `/api/oidc-users/${SUBJECT}`;
  expect((await send('DELETE', path, { body: {} })).status).toBe(204);
  expect((await send('DELETE', path, { body: {} })).status).toBe(404);
  expect((await send('GET', '/api/user', { session })).status).toBe(401);
});
