import type { SigningKey } from '@gatehouse/contracts';
import type { Configuration, Provider } from 'oidc-provider';
import { isClientSecret } from '../clients/client-metadata.ts';
import { createFindAccount } from './account.ts';
import { createAdapters } from './adapters.ts';
import type { Context } from './context.ts';
import { INTERACTION_PATH } from './cookies.ts';
import { discovery } from './discovery.ts';
import type { Library } from './load-library.ts';
import { loginPrompt } from './login-prompt.ts';
import { organisationPrompt } from './organisation-prompt.ts';
import type { OidcParts } from './parts.ts';
import { createResources } from './resources.ts';
import { claimScopes, claimsByScope } from './scopes.ts';
import { ACR_MULTI_FACTOR, ACR_SINGLE_FACTOR } from './signed-in.ts';

export interface UsableKey extends Pick<SigningKey, 'kid' | 'state'> {
  /** The private half, a JWK. */
  jwk: Readonly<Record<string, string>>;
}

const FIRST = { current: 0, next: 1, former: 2 };
const TEN_MINUTES = 600;
const CODE_SECONDS = 60;
const INTERACTION_SECONDS = 1_800;
/** Of clocks that differ, in seconds. */
const TOLERANCE = 15;
const ASSERTION_SECONDS = 300;

/** The first key of a kind signs: that is the current one. */
function jwksOf(keys: readonly UsableKey[]): Configuration['jwks'] {
  const ordered = keys.toSorted((a, b) => FIRST[a.state] - FIRST[b.state]);
  return {
    keys: ordered.map(({ kid, jwk }) => ({ ...jwk, kid, alg: 'RS256', use: 'sig' })),
  } as Configuration['jwks'];
}

/** A provider for the keys as they are: one is made again whenever they change, which takes about a millisecond. */
export function createProvider(library: Library, parts: OidcParts, keys: readonly UsableKey[]): Provider {
  const { issuer, cookies, secure, ageMs, services, now, errorPage, interactions } = parts;
  /** Whose request it is: on the way back from the pages only the request itself says so. */
  async function clientIdOf({ oidc, path }: Context): Promise<string | undefined> {
    if (oidc?.client !== undefined) return oidc.client.clientId;
    const stored = await interactions.get(path.split('/').at(-1) ?? '');
    return stored?.status === 'open' ? stored.payload.params.client_id : stored?.clientId;
  }
  const ageSeconds = Math.max(1, Math.ceil(ageMs / 1_000));
  const cookie = { httpOnly: true, sameSite: 'lax', secure, signed: false } as const;
  const configuration = {
    adapter: createAdapters(library, parts),
    jwks: jwksOf(keys),
    findAccount: createFindAccount(parts),
    acrValues: [ACR_SINGLE_FACTOR, ACR_MULTI_FACTOR],
    scopes: claimScopes,
    claims: claimsByScope,
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['RS256', 'ES256', 'PS256'],
      idTokenSigningAlgValues: ['RS256'],
    },
    clientBasedCORS: () => false,
    clockTolerance: TOLERANCE,
    allowOmittingSingleRegisteredRedirectUri: false,
    acceptQueryParamAccessTokens: false,
    cookies: {
      names: { session: cookies.session, interaction: cookies.interaction, resume: cookies.resume },
      long: cookie,
      short: cookie,
      keys: [],
    },
    discovery: discovery(issuer),
    pkce: {
      required: (_ctx: Context, { clientId }: { clientId: string }) =>
        services.byClientId(clientId)?.signIn?.pkce !== 'optional',
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx: Context, client: { clientId: string }, token: { clientId?: string }) =>
          token.clientId === client.clientId,
      },
      resourceIndicators: createResources(library, parts),
      userinfo: { enabled: true },
    },
    routes: {
      authorization: '/oidc/authorize',
      token: '/oidc/token',
      userinfo: '/oidc/userinfo',
      jwks: '/oidc/jwks',
      revocation: '/oidc/revoke',
      end_session: '/oidc/unused',
    },
    ttl: {
      AccessToken: (_ctx: unknown, token: { resourceServer?: { accessTokenTTL?: number } }) =>
        token.resourceServer?.accessTokenTTL ?? TEN_MINUTES,
      AuthorizationCode: CODE_SECONDS,
      IdToken: TEN_MINUTES,
      Interaction: INTERACTION_SECONDS,
      ...{ Grant: ageSeconds, RefreshToken: ageSeconds, Session: ageSeconds },
    },
    interactions: {
      policy: [loginPrompt(library, parts), organisationPrompt(library, parts)],
      url: (_ctx: Context, { uid }: { uid: string }) => `${INTERACTION_PATH}${uid}`,
    },
    loadExistingGrant: async () => undefined,
    expiresWithSession: async () => false,
    rotateRefreshToken: false,
    extraTokenClaims: async ({ oidc }: Context, { aud, sid }: { aud?: unknown; sid?: string }) => {
      const { authTime, acr, amr } = oidc.authorizationCode ?? oidc.refreshToken ?? {};
      return aud === undefined ? undefined : { sid, auth_time: authTime, acr, amr };
    },
    assertJwtClientAuthClaimsAndHeader: async (
      _ctx: Context,
      { exp, iat }: { exp?: number; iat?: number },
    ) => {
      const seconds = Math.floor(now() / 1_000);
      const lives = (exp ?? Number.POSITIVE_INFINITY) - Math.min(iat ?? seconds, seconds + TOLERANCE);
      if (lives > ASSERTION_SECONDS + TOLERANCE) {
        throw new library.errors.InvalidClientAuth('a client assertion lives five minutes at most');
      }
    },
    fetch: (url: string | URL) => parts.fetch(String(url)),
    fetchResponseBodyLimits: { jwks_uri: 256 * 1_024 },
    renderError: async (ctx: Context) => {
      const service = services.byClientId((await clientIdOf(ctx)) ?? '');
      const page = errorPage({ path: ctx.path, cookies: ctx.get('cookie'), service });
      ctx.type = 'html';
      ctx.set({ ...page.headers });
      ctx.body = page.html;
    },
  };
  const provider = new library.Provider(issuer, configuration as unknown as Configuration);
  // Host and scheme come from the issuer: see `mount.ts`.
  provider.proxy = true;
  const client = provider.Client.prototype;
  client.compareClientSecret = function compare(this: { clientId: string }, text: string) {
    const service = services.byClientId(this.clientId);
    return service !== undefined && isClientSecret(service, text, { now: now(), derived: parts.credentials });
  };
  client.includeSid = () => true;
  // A session's cookie ends with the browser.
  Object.defineProperty(provider.Session.prototype, 'transient', { get: () => true, set: () => {} });
  return provider;
}
