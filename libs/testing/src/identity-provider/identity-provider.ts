import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFaultily, answerJson, type EndpointFault } from './scripted-answers.ts';
import { type ProviderKey, providerKey, publicJwk, type SignatureAlgorithm } from './signing-key.ts';
import { logoutEvents, type Signing, signWell } from './token-faults.ts';

export const PROVIDER_ENDPOINTS = ['discovery', 'jwks', 'authorize', 'token', 'userinfo'] as const;
export type ProviderEndpoint = (typeof PROVIDER_ENDPOINTS)[number];

/** What an identity provider says and does; a test changes it as it goes. */
export interface ProviderScript {
  /** Who signs in: claims of ID token and userinfo. */
  person: { sub: string } & Record<string, unknown>;
  /** Claims of the ID token alone, such as `amr` and `sid`. */
  idTokenClaims: Record<string, unknown>;
  /** How ID tokens are signed. */
  signing: Signing;
  /** Changes what userinfo says. Undefined: as the person is. */
  userinfo: ((person: Record<string, unknown>) => unknown) | undefined;
  /** Changes the description. */
  discovery: ((document: Record<string, unknown>) => unknown) | undefined;
  /** Changes the token endpoint's answer. */
  tokens: ((answer: Record<string, unknown>) => unknown) | undefined;
  /** Changes the parameters of the way back. */
  response: ((parameters: Record<string, string>) => Record<string, string>) | undefined;
  /** Endpoints that do not answer well. */
  faults: Partial<Record<ProviderEndpoint, EndpointFault>>;
}

export interface ScriptedProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  script: ProviderScript;
  /** How often each endpoint was asked. */
  readonly asked: Record<ProviderEndpoint, number>;
  /** The key that signs. */
  readonly key: ProviderKey;
  /** Signs by a new key, and publishes it alone. */
  changeKey(alg?: SignatureAlgorithm, bits?: number): void;
  /** Publishes these, whatever signs. */
  publish(keys: readonly Record<string, unknown>[]): void;
  logoutToken(claims?: Record<string, unknown>, signing?: Signing): string;
  /** Is away: connections are refused. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

interface IssuedCode {
  redirectUri: string;
  challenge: string;
  nonce: string | undefined;
}

const LIFETIME_S = 300;

/**
 * An OpenID provider on loopback whose people sign in by being asked. It holds its client to the code flow: client secret,
 * redirect URI, PKCE, a code used once. What it says can be made wrong in every way.
 */
export async function identityProvider(): Promise<ScriptedProvider> {
  const codes = new Map<string, IssuedCode>();
  const accessTokens = new Set<string>();
  const asked = { discovery: 0, jwks: 0, authorize: 0, token: 0, userinfo: 0 };
  let key = providerKey();
  let published = [publicJwk(key)];
  let server: Server;
  let port = 0;

  async function listen(): Promise<void> {
    server = createServer((request, response) => void serve(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }
  async function stop(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  await listen();
  const issuer = `http://127.0.0.1:${port}`;
  const [clientId, clientSecret] = [`gatehouse-${randomUUID()}`, randomBytes(24).toString('base64url')];

  const provider: ScriptedProvider = {
    ...{ issuer, clientId, clientSecret, asked },
    script: scriptOf({ sub: randomUUID() }),
    get key() {
      return key;
    },
    changeKey(alg, bits) {
      key = providerKey(alg, bits);
      published = [publicJwk(key)];
    },
    publish(keys) {
      published = [...keys];
    },
    logoutToken(claims = {}, signing = signWell) {
      const iat = nowS();
      const base = {
        iss: issuer,
        aud: clientId,
        iat,
        exp: iat + 120,
        jti: randomUUID(),
        events: logoutEvents,
      };
      return signing({
        header: { alg: key.alg, kid: key.kid, typ: 'logout+jwt' },
        claims: { ...base, ...claims },
        key,
      });
    },
    goAway: stop,
    comeBack: listen,
    async close() {
      if (server.listening) await stop();
    },
  };

  const endpoints: Record<ProviderEndpoint, (request: IncomingMessage, response: ServerResponse) => unknown> =
    {
      discovery: (_, response) => {
        const document = descriptionOf(issuer);
        answerJson(response, 200, provider.script.discovery?.(document) ?? document);
      },
      jwks: (_, response) => answerJson(response, 200, { keys: published }),
      authorize(request, response) {
        const query = new URL(request.url ?? '', issuer).searchParams;
        const code = randomBytes(24).toString('base64url');
        const redirectUri = query.get('redirect_uri') ?? '';
        codes.set(code, {
          redirectUri,
          challenge: query.get('code_challenge') ?? '',
          nonce: query.get('nonce') ?? undefined,
        });
        const parameters = { code, state: query.get('state') ?? '', iss: issuer };
        const sent = provider.script.response?.(parameters) ?? parameters;
        response.writeHead(302, { location: `${redirectUri}?${new URLSearchParams(sent)}` }).end();
      },
      async token(request, response) {
        const form = new URLSearchParams(await bodyOf(request));
        const code = codes.get(form.get('code') ?? '');
        codes.delete(form.get('code') ?? '');
        if (!isClient(request, form, clientId, clientSecret)) {
          return answerJson(response, 401, { error: 'invalid_client' });
        }
        if (code === undefined || !redeems(code, form))
          return answerJson(response, 400, { error: 'invalid_grant' });
        const accessToken = randomBytes(24).toString('base64url');
        accessTokens.add(accessToken);
        const idToken = provider.script.signing({
          header: { alg: key.alg, kid: key.kid },
          claims: idTokenClaims(code.nonce, accessToken),
          key,
        });
        const answer = {
          access_token: accessToken,
          token_type: 'Bearer',
          expires_in: LIFETIME_S,
          id_token: idToken,
        };
        return answerJson(response, 200, provider.script.tokens?.(answer) ?? answer);
      },
      userinfo(request, response) {
        const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
        if (!accessTokens.has(token)) return answerJson(response, 401, { error: 'invalid_token' });
        const { person, userinfo } = provider.script;
        return answerJson(response, 200, userinfo === undefined ? person : userinfo(person));
      },
    };

  function idTokenClaims(nonce: string | undefined, accessToken: string): Record<string, unknown> {
    const iat = nowS();
    const { person, idTokenClaims: own } = provider.script;
    const half = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
    const facts = { iss: issuer, aud: clientId, iat, exp: iat + LIFETIME_S, auth_time: iat };
    const hash = key.alg === 'EdDSA' ? {} : { at_hash: half };
    return { ...facts, sub: person.sub, ...(nonce !== undefined && { nonce }), ...hash, ...own };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = endpointAt(new URL(request.url ?? '', issuer).pathname);
    if (endpoint === undefined) return void response.writeHead(404).end();
    asked[endpoint]++;
    const fault = provider.script.faults[endpoint];
    if (fault !== undefined) return answerFaultily(response, fault);
    await endpoints[endpoint](request, response);
  }

  return provider;
}

function scriptOf(person: ProviderScript['person']): ProviderScript {
  return {
    ...{ person, idTokenClaims: {}, signing: signWell, faults: {} },
    ...{ userinfo: undefined, discovery: undefined, tokens: undefined, response: undefined },
  };
}

function descriptionOf(issuer: string): Record<string, unknown> {
  return {
    ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    ...{ userinfo_endpoint: `${issuer}/userinfo`, jwks_uri: `${issuer}/jwks` },
    ...{ response_types_supported: ['code'], subject_types_supported: ['public'] },
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

function endpointAt(path: string): ProviderEndpoint | undefined {
  if (path === '/.well-known/openid-configuration') return 'discovery';
  return PROVIDER_ENDPOINTS.find((each) => path === `/${each}`);
}

const nowS = () => Math.floor(Date.now() / 1_000);

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function isClient(request: IncomingMessage, form: URLSearchParams, id: string, secret: string): boolean {
  const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme === 'Basic') {
    return Buffer.from(credentials, 'base64').toString() === `${id}:${secret}`;
  }
  return form.get('client_id') === id && form.get('client_secret') === secret;
}

function redeems({ redirectUri, challenge }: IssuedCode, form: URLSearchParams): boolean {
  const verifier = form.get('code_verifier') ?? '';
  const made = createHash('sha256').update(verifier).digest('base64url');
  return made === challenge && form.get('redirect_uri') === redirectUri;
}
