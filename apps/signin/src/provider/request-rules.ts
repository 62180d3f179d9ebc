import type { RegisteredService } from '@gatehouse/service-registry';
import type { Context } from './context.ts';
import type { Library } from './load-library.ts';

/** Beginning with this, `id_token_hint` is whose token the request had: the token itself is not kept. */
const HINTED = 'sub:';

/** Refuses what the platform refuses of a request that the library would take; the fault goes back to the client. */
export function checkRequest(
  { errors }: Pick<Library, 'errors'>,
  { oidc }: Context,
  service: RegisteredService | undefined,
): void {
  const { params = {} } = oidc;
  if (service?.signIn === undefined) {
    throw new errors.UnauthorizedClient('nobody can sign in to this service');
  }
  if (!oidc.requestParamScopes.has('openid')) throw new errors.InvalidRequest('scope must contain openid');
  if (params.code_challenge === undefined && params.nonce === undefined) {
    throw new errors.InvalidRequest('a request without code_challenge must have a nonce');
  }
}

/** Whose ID token came with the request. Leaves of the token nothing but that. */
export function hintedUser({ oidc }: Context): string | undefined {
  const params = oidc.params as Record<string, unknown>;
  const sub = oidc.entities.IdTokenHint?.payload.sub;
  if (typeof sub === 'string') params.id_token_hint = `${HINTED}${sub}`;
  const hint = params.id_token_hint;
  return typeof hint === 'string' && hint.startsWith(HINTED) ? hint.slice(HINTED.length) : undefined;
}
