import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuardedFetch, type GuardedFetch } from '@gatehouse/outgoing';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import Provider, { type Configuration } from 'oidc-provider';
import { emailOf } from './email-of.domain.ts';
import { createProviderClient, type ProviderClient } from './provider-client.ts';

const redirectUri = 'http://127.0.0.1:43890/sign-in/from/one';
const [clientId, clientSecret] = ['gatehouse', 'a-secret-of-the-test'];

let server: Server;
let requests: GuardedFetch;
let client: ProviderClient;
let services: CallbackReceiver;
let issuer: string;
/** A browser's cookies. */
let cookies: Map<string, string>;

function settings(): Configuration {
  return {
    clients: [
      {
        ...{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] },
        ...{ backchannel_logout_uri: `${services.url}/logout`, backchannel_logout_session_required: true },
      },
    ],
    cookies: { keys: ['a-key-of-the-test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { backchannelLogout: { enabled: true } },
    // Its own refuses loopback.
    fetch: (url, { method, headers, body } = {}) => fetch(url, { method, headers, body } as RequestInit),
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, email: `${sub}@school.example`, email_verified: true }),
    }),
  };
}

beforeAll(async () => {
  services = await callbackReceiver();
  server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle = new Provider(issuer, settings()).callback();
  requests = createGuardedFetch({ allowPrivate: true });
  client = createProviderClient({
    ...{ issuer, clientId, clientSecret, allowHttpOnLoopback: true, requests, now: Date.now },
  });
  cookies = new Map();
});
afterAll(async () => {
  requests.close();
  server.close();
  server.closeAllConnections();
  await services.close();
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

/** Follows redirects as far as this provider's pages. */
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

test('people sign in at a provider that somebody else wrote, and its logout token is taken', async () => {
  const { url, ...begun } = await client.begin({ redirectUri, parameters: { scope: 'openid email' } });
  const signIn = await follow(await visit(url));
  const consent = await follow(await visit(signIn.href, { prompt: 'login', login: 'ann', password: 'any' }));
  const back = await follow(await visit(consent.href, { prompt: 'consent' }));
  expect(back.href.startsWith(redirectUri)).toBe(true);
  const { code = '', iss = '' } = Object.fromEntries(back.searchParams);
  const { subject, claims, userinfo, idToken } = await client.complete({ code, iss }, begun);
  expect([subject, back.searchParams.get('state')]).toEqual(['ann', begun.state]);
  expect(emailOf(claims, userinfo)).toEqual({ email: 'ann@school.example', verified: true });
  await expect(client.complete({ code, iss }, begun)).rejects.toMatchObject({ reason: 'grant-refused' });

  const page = await (await visit(`/session/end?id_token_hint=${idToken}`)).text();
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await visit('/session/end/confirm', { xsrf, logout: 'yes' });
  const [posted] = await services.waitFor('/logout');
  const token = new URLSearchParams(posted?.body).get('logout_token') ?? '';
  expect(await client.readLogoutToken(token)).toMatchObject({ subject: 'ann', sessionId: claims.sid });
  await eventually(async () => expect(services.received).toHaveLength(1));
});
