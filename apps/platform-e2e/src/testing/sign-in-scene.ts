import { createHash } from 'node:crypto';
import { type ApiClient, createVisitor, type SeenPage } from '@gatehouse/testing';
import { makeScene, messageTo, type Scene } from './scene.ts';

/** Where a service takes people back: nothing listens there. */
export const REDIRECT = 'http://localhost:9/signed-in';
const VERIFIER = 'v'.repeat(43);

/** A service that people sign in to. */
export interface SignInScene extends Scene {
  clientSecret: string;
}

/** Makes one; members of `signIn` beside the defaults. */
export async function makeSignInScene(
  url: string,
  operator: ApiClient,
  { signIn = {}, ...service }: { signIn?: object; [member: string]: unknown } = {},
): Promise<SignInScene> {
  const scene = await makeScene(url, operator, { redirectUris: [REDIRECT], signIn, ...service });
  const made = await operator.post(`/manage/services/${scene.serviceId}/client-secret`);
  if (made.status !== 200) throw new Error(`client secret: ${made.status} ${made.text}`);
  return { ...scene, clientSecret: made.body.clientSecret };
}

/** The request with which a service sends a person to the platform. */
export function authorizePath(clientId: string, more: Record<string, string> = {}): string {
  const challenge = createHash('sha256').update(VERIFIER).digest('base64url');
  const params = {
    ...{ client_id: clientId, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid' },
    ...{ state: 'a-state', nonce: 'a-nonce', code_challenge: challenge, code_challenge_method: 'S256' },
    ...more,
  };
  return `/oidc/authorize?${new URLSearchParams(params)}`;
}

/** A person in a browser of their own, whom a service sends to the platform. `publicUrl`: where its own redirects lead. */
export function visitorOf(url: string, clientId: string, publicUrl = url.replace('127.0.0.1', 'localhost')) {
  const visitor = createVisitor({
    publicUrl,
    send: (_caller, method, path, sent) => fetch(new URL(path, url), { method, redirect: 'manual', ...sent }),
  });
  return {
    ...visitor,
    /** Begins to sign in: the first page. */
    begin: async (more: Record<string, string> = {}): Promise<SeenPage> =>
      visitor.follow(await visitor.open(authorizePath(clientId, more))),
  };
}

export type SignInVisitor = ReturnType<typeof visitorOf>;

/** The code in an address's `count`-th message. */
export async function codeTo(url: string, email: string, count = 1): Promise<string> {
  const { text } = await messageTo(url, email, count);
  const code = /^\s*(\d{4} \d{4})\s*$/m.exec(text)?.[1];
  if (code === undefined) throw new Error('the email holds no code');
  return code;
}

/** Redeems a code as the service. */
export function redeem(
  url: string,
  { clientId, clientSecret }: SignInScene,
  code: string,
): Promise<Response> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', redirect_uri: REDIRECT, code_verifier: VERIFIER },
    code,
  });
  const headers = { authorization: `Basic ${credentials}` };
  return fetch(`${url}/oidc/token`, { method: 'POST', body, headers });
}

/** The claims of a token; whoever signed it. */
export function claimsOf(token = ''): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
