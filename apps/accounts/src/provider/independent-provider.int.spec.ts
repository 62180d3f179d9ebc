import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CREDENTIAL_HEADER } from '@gatehouse/http';
import Provider, { type Configuration } from 'oidc-provider';
import { type AccountsUnderTest, startAccountsUnderTest } from '../testing/accounts-under-test.ts';
import { type Frontend, frontendOf, REDIRECT_URI } from '../testing/frontend.ts';

const SECRET = 'a-secret-of-the-test';
const KEYS_URI = 'https://gatehouse.example.org/api/oauth2/keys';

let accounts: AccountsUnderTest;
let frontend: Frontend;
let server: Server;
let issuer: string;
let cookies: Map<string, string>;

const METHODS = [
  ['client_secret_basic', 'RS256'],
  ['client_secret_post', 'RS256'],
  ['private_key_jwt', 'RS256'],
  ['private_key_jwt', 'PS256'],
  ['private_key_jwt', 'ES256'],
] as const;
const clientIdOf = (method: string, alg: string) => `${method}-${alg}`;

/** The keys are read as everybody reads them. */
async function ownKeys(): Promise<Response> {
  const credential = accounts.credentials.issue({ kind: 'public' });
  return fetch(`${accounts.url}/api/oauth2/keys`, { headers: { [CREDENTIAL_HEADER]: credential } });
}

function settings(): Configuration {
  return {
    clients: METHODS.map(([method, alg]) => ({
      ...{ client_id: clientIdOf(method, alg), redirect_uris: [REDIRECT_URI] },
      token_endpoint_auth_method: method,
      ...(method === 'private_key_jwt'
        ? { jwks_uri: KEYS_URI, token_endpoint_auth_signing_alg: alg }
        : { client_secret: SECRET }),
    })),
    cookies: { keys: ['a-key-of-the-test'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    fetch: () => ownKeys(),
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, email: `${sub}@school.example`, email_verified: true }),
    }),
  };
}

beforeAll(async () => {
  accounts = await startAccountsUnderTest();
  frontend = frontendOf(accounts);
  server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle = new Provider(issuer, settings()).callback();
});
afterAll(async () => {
  server?.close();
  server?.closeAllConnections();
  await accounts?.close();
});
beforeEach(() => {
  cookies = new Map();
});

/** One request of a browser, which keeps cookies and follows no redirect. */
async function visit(url: string, form?: Record<string, string>): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
  const response = await fetch(new URL(url, issuer), { redirect: 'manual', headers: { cookie }, ...body });
  for (const set of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    cookies.set(name, value);
  }
  return response;
}

/** Follows redirects as far as the provider's pages, or away from it. */
async function follow(response: Response): Promise<URL> {
  let answer = response;
  for (;;) {
    const to = answer.headers.get('location');
    if (to === null) throw new Error(`${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    const location = new URL(to, issuer);
    if (location.origin !== issuer || location.pathname.startsWith('/interaction/')) return location;
    answer = await visit(location.href);
  }
}

async function codeFor(authUri: string, login: string) {
  const page = await follow(await visit(authUri));
  const consent = await follow(await visit(page.href, { prompt: 'login', login, password: 'any' }));
  const back = await follow(await visit(consent.href, { prompt: 'consent' }));
  return Object.fromEntries(back.searchParams);
}

test.each(METHODS)('people sign in at a provider that somebody else wrote: %s, %s', async (method, alg) => {
  const named = {
    ...{ issuer, clientId: clientIdOf(method, alg), clientSecret: SECRET, redirectUri: REDIRECT_URI },
    ...{ authentication: method, signingAlgorithm: alg },
  };
  const put = await accounts.send('operator', 'PUT', '/manage/account-provider', { body: named });
  expect(put.status).toBe(200);
  const login = `${method}-${alg}`.toLowerCase();
  const { state, code } = await codeFor((await frontend.begin()).body.auth_uri, login);
  const { status, body } = await frontend.callback({ state, code });
  expect([status, accounts.logged.filter((line) => line.includes('usable')).at(-1)]).toEqual([
    200,
    undefined,
  ]);
  expect((await frontend.user(body.govuk_account_session)).body.email).toBe(`${login}@school.example`);
});
