import type { RegisteredService } from '@gatehouse/service-registry';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';

/** What a request to sign out says; each member once. */
export interface SignOutRequest {
  id_token_hint?: string | undefined;
  client_id?: string | undefined;
  post_logout_redirect_uri?: string | undefined;
  state?: string | undefined;
}

/** Whose session an ID token of ours was made in. */
export interface Hint {
  clientId: string;
  userId: string;
  sessionId: string | undefined;
}

export interface ReadRequest {
  hint: Hint | undefined;
  service: RegisteredService | undefined;
  /** Where the browser goes afterwards, with `state`; undefined: to a page. */
  to: string | undefined;
}

export interface SignOutParts {
  issuer: string;
  jwks: () => Promise<JSONWebKeySet>;
  services: { byClientId(clientId: string): RegisteredService | undefined };
}

/** What an ID token of ours says, whether it has run out or not; undefined for any other text. */
async function readHint(token: string, { issuer, jwks }: SignOutParts): Promise<Hint | undefined> {
  try {
    const { payload } = await compactVerify(token, createLocalJWKSet(await jwks()), {
      algorithms: ['RS256'],
    });
    const { iss, aud, sub, sid } = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    if (iss !== issuer || typeof aud !== 'string' || typeof sub !== 'string') return undefined;
    return { clientId: aud, userId: sub, sessionId: typeof sid === 'string' ? sid : undefined };
  } catch (error) {
    if (error instanceof Error && error.name === 'StoreError') throw error;
    return undefined;
  }
}

function addressOf(uri: string, state: string | undefined): string {
  if (state === undefined) return uri;
  const url = new URL(uri);
  url.searchParams.append('state', state);
  return url.href;
}

/** Reads a request; undefined where it may not be followed: then nobody is signed out. */
export async function readSignOut(
  { id_token_hint: token, client_id: named, post_logout_redirect_uri: uri, state }: SignOutRequest,
  parts: SignOutParts,
): Promise<ReadRequest | undefined> {
  const hint = token === undefined ? undefined : await readHint(token, parts);
  if (hint !== undefined && named !== undefined && named !== hint.clientId) return undefined;
  const service = parts.services.byClientId(hint?.clientId ?? named ?? '');
  if (uri === undefined) return { hint, service, to: undefined };
  // A hint that is none of ours would be a way to choose among the addresses of any client.
  if (token !== undefined && hint === undefined) return undefined;
  if (service?.signIn?.postLogoutRedirectUris.includes(uri) !== true) return undefined;
  return { hint, service, to: addressOf(uri, state) };
}
