import type { Context } from './context.ts';
import type { Library } from './load-library.ts';
import type { OidcParts } from './parts.ts';
import { countingScopes, mayActAsSupport, mayActForPeople } from './scopes.ts';

/** An access token for `/me` outlives its session by no more. */
const ME_SECONDS = 300;

/** Which scopes of a request count, and what an access token is for: userinfo, or `/me`. */
export function createResources({ errors }: Library, { services, people, meUrl }: OidcParts) {
  const serviceOf = ({ oidc }: Context) => services.byClientId(oidc.client?.clientId ?? '');

  /** The library knows no offline access without consent: what was asked for is read again. */
  function settleScopes(ctx: Context): Set<string> {
    const { oidc } = ctx;
    const service = serviceOf(ctx);
    const params = oidc.params as Record<string, string | undefined>;
    const asked = oidc.route === 'authorization' ? ctx.query.scope : params.scope;
    if (typeof asked !== 'string' || service === undefined) return new Set();
    const counting = countingScopes(asked, service);
    params.scope = counting.length > 0 ? counting.join(' ') : undefined;
    return new Set(counting);
  }

  return {
    enabled: true,
    /** Nobody has to name `/me`: the scope does. */
    async defaultResource(ctx: Context, _client: unknown, oneOf?: string[]): Promise<string | string[]> {
      if (oneOf !== undefined) return oneOf;
      return settleScopes(ctx).has('me') ? meUrl : [];
    },
    /** A token for `/me` stays one, while the client may have it. */
    async useGrantedResource(ctx: Context): Promise<boolean> {
      const service = serviceOf(ctx);
      return service !== undefined && mayActForPeople(service);
    },
    async getResourceServerInfo(ctx: Context, resource: string) {
      const { oidc } = ctx;
      if (Array.isArray(oidc.params?.resource) && oidc.params.resource.length > 1) {
        throw new errors.InvalidRequest('resource parameter must not be provided twice');
      }
      if (resource !== meUrl) throw new errors.InvalidTarget();
      if (oidc.route === 'authorization') settleScopes(ctx);
      const service = serviceOf(ctx);
      const userId = oidc.account?.accountId;
      const supports =
        service !== undefined &&
        mayActAsSupport(service) &&
        (userId === undefined || (await people.isSupporter(userId)));
      return {
        scope: supports ? 'me support' : 'me',
        audience: meUrl,
        accessTokenTTL: ME_SECONDS,
        accessTokenFormat: 'jwt' as const,
        jwt: { sign: { alg: 'RS256' as const } },
      };
    },
  };
}
