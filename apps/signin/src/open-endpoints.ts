import { pageHeaders } from '@gatehouse/http';
import { createGuardedFetch } from '@gatehouse/outgoing';
import type { RunningReadModel } from '@gatehouse/read-models';
import { platformIdentity } from '@gatehouse/texts';
import type { Endpoints } from './app.ts';
import type { SigninConfig } from './config.ts';
import { publicKeys } from './keys/shown-keys.ts';
import type { SigninParts } from './open-parts.ts';
import { openOidc } from './provider/open-oidc.ts';
import type { OidcParts } from './provider/parts.ts';
import { routesOf } from './routes.ts';
import { createPlainPages } from './sign-out/pages.ts';

export interface EndpointsOptions
  extends Pick<OidcParts, 'services' | 'people' | 'providers' | 'now'>,
    Pick<
      SigninParts,
      | 'issuer'
      | 'secure'
      | 'cookies'
      | 'ageMs'
      | 'records'
      | 'sessions'
      | 'signingKeys'
      | 'interactionRecords'
    > {
  config: SigninConfig;
  publicUrl: string;
  readModel: RunningReadModel;
}

/** Everything that OpenID Connect needs, and nothing that a process needs where nobody signs in. */
export async function openEndpoints(options: EndpointsOptions): Promise<Endpoints & { close: () => void }> {
  const { config, publicUrl, secure, signingKeys, interactionRecords, readModel, ...rest } = options;
  const plainPages = createPlainPages({ identity: platformIdentity(config), logo: config.logo, secure });
  const outgoing = createGuardedFetch({ allowPrivate: config.ALLOW_PRIVATE_CALLBACKS });
  const oidc = await openOidc(
    {
      ...{ ...rest, secure, interactions: interactionRecords, meUrl: `${publicUrl}/me` },
      fetch: (url) => outgoing.fetch(url, { headers: { accept: 'application/json' } }),
      errorPage: (_status, request) => ({
        html: plainPages.render('cannot-sign-in', request).html,
        headers: pageHeaders(),
      }),
    },
    signingKeys,
  );
  const routes = routesOf({
    ...{ ...rest, secure, publicUrl, signingKeys, plainPages, readModels: [readModel] },
    jwks: async () => publicKeys((await signingKeys.read()).state),
  });
  return { oidc, routes, close: () => outgoing.close() };
}
