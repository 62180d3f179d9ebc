import type { GuardedFetch } from '@gatehouse/outgoing';
import { authorizationCodeGrant, customFetch, ResponseBodyError } from 'openid-client';
import { ask } from './answers.ts';
import { type ClientIdentity, configurationOf } from './configuration.ts';
import { ProviderAway, ProviderRefused } from './failure.ts';
import type { Metadata } from './metadata.domain.ts';

/** What was chosen as a sign-in began. */
export interface BegunSignIn {
  state: string;
  nonce: string;
  codeVerifier: string;
  redirectUri: string;
}

/** What the token endpoint gave. */
export interface Tokens {
  idToken: string;
  accessToken: string;
}

/** Looks at an ID token that may be handed on; rejects with the rule that it breaks. */
export type CheckIdToken = (tokens: Tokens) => Promise<unknown>;

interface Redemption {
  metadata: Metadata;
  client: ClientIdentity;
  fetching: Pick<GuardedFetch, 'fetch'>;
}

const NEEDS_SERVER_ERROR = 500;

/**
 * Redeems a code. The library checks the answer as well, in part and in its own words: an ID token that it does not take is
 * shown to `check` first, which knows all rules and names the one that is broken.
 */
export async function redeemCode(
  { metadata, client, fetching }: Redemption,
  code: string,
  begun: BegunSignIn,
  check: CheckIdToken,
): Promise<Tokens> {
  const configuration = configurationOf(metadata, client);
  let answered: unknown;
  configuration[customFetch] = async (url, { method, headers, body }) => {
    const text = body === undefined || body === null ? undefined : String(body);
    const response = await ask(fetching, url, { method, headers, body: text });
    if (response.status >= NEEDS_SERVER_ERROR) throw new ProviderAway(`answer ${response.status}`);
    answered = await response
      .clone()
      .json()
      .catch(() => undefined);
    return response;
  };
  const url = new URL(begun.redirectUri);
  url.search = new URLSearchParams({ code, state: begun.state }).toString();
  const tokens = await authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: begun.codeVerifier,
    expectedState: begun.state,
    expectedNonce: begun.nonce,
    idTokenExpected: true,
  }).catch(async (error: unknown) => {
    const refused = tokensOf(answered);
    if (refused !== undefined) await check(refused);
    throw failureOf(error);
  });
  const redeemed = tokensOf(tokens);
  if (redeemed === undefined) throw new ProviderRefused('token-response');
  await check(redeemed);
  return redeemed;
}

function tokensOf(answer: unknown): Tokens | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { id_token: idToken, access_token: accessToken } = answer as Readonly<Record<string, unknown>>;
  return typeof idToken === 'string' && typeof accessToken === 'string'
    ? { idToken, accessToken }
    : undefined;
}

/** The failure behind an error of the library. */
function failureOf(error: unknown): ProviderAway | ProviderRefused {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof ProviderAway) return each;
  }
  if (error instanceof ResponseBodyError) {
    if (error.error === 'invalid_grant') return new ProviderRefused('grant-refused', error);
    return new ProviderAway(`client refused, answer ${error.status}`, { misfit: true, cause: error });
  }
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_WWW_AUTHENTICATE_CHALLENGE') {
    return new ProviderAway('answer unexpected', { misfit: true, cause: error });
  }
  if (code === 'OAUTH_RESPONSE_IS_NOT_JSON' || code === 'OAUTH_PARSE_ERROR') {
    return new ProviderAway('answer no json', { cause: error });
  }
  return new ProviderRefused('token-response', error);
}
