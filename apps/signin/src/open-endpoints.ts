import { type ProblemPage, pageHeaders } from '@gatehouse/http';
import { createGuardedFetch } from '@gatehouse/outgoing';
import { problemPages } from '@gatehouse/pages';
import type { RunningReadModel } from '@gatehouse/read-models';
import type { Closers, Logger, Sealer } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { platformIdentity } from '@gatehouse/texts';
import type { Endpoints } from './app.ts';
import { createKnownBrowsers } from './challenges/known-browsers.ts';
import type { RunningChallenges } from './challenges/start-challenges.ts';
import { onwardTo } from './clients/onward.ts';
import type { SigninConfig } from './config.ts';
import type { PagesDependencies } from './interaction-pages/dependencies.ts';
import { createInteractionPages } from './interaction-pages/render.ts';
import { publicKeys } from './keys/shown-keys.ts';
import type { SigninParts } from './open-parts.ts';
import type { People } from './people/people.read-model.ts';
import { lastOrganisation } from './provider/last-organisation.ts';
import { openOidc } from './provider/open-oidc.ts';
import type { OidcParts } from './provider/parts.ts';
import type { Identities } from './providers/identities.store.ts';
import { identityProvidersCollection } from './providers/identity-providers.store.ts';
import { openProviders } from './providers/open-providers.ts';
import { providersParts } from './providers-parts.ts';
import { routesOf } from './routes.ts';
import type { SignIns } from './sign-ins/open-sign-ins.ts';
import { createPlainPages } from './sign-out/pages.ts';

export interface EndpointsOptions
  extends Pick<OidcParts, 'services' | 'people' | 'credentials' | 'now'>,
    Pick<
      SigninParts,
      | 'issuer'
      | 'secure'
      | 'cookies'
      | 'ageMs'
      | 'records'
      | 'sessions'
      | 'signInRecords'
      | 'signingKeys'
      | 'interactionRecords'
      | 'interactions'
    > {
  config: SigninConfig;
  identities: Identities;
  signIns: SignIns;
  store: Store;
  sealer: Sealer;
  closers: Closers;
  log: Logger;
  publicUrl: string;
  readModel: RunningReadModel;
  /** Users and invitations as the projections have them. */
  projections: People;
  challenges: RunningChallenges;
}

/** Everything that OpenID Connect needs, and nothing that a process needs where nobody signs in. */
export async function openEndpoints(
  options: EndpointsOptions,
): Promise<Endpoints & { problemPage: ProblemPage; close: () => void }> {
  const { config, publicUrl, secure, signingKeys, interactionRecords, interactions, readModel, ...rest } =
    options;
  const identity = platformIdentity(config);
  const plainPages = createPlainPages({ identity, logo: config.logo, secure });
  const { projections, identities, store, sealer, now, issuer } = rest;
  const outgoing = createGuardedFetch({ allowPrivate: config.ALLOW_PRIVATE_CALLBACKS });
  const providers = openProviders(providersParts(options));
  const oidc = await openOidc(
    {
      ...{ ...rest, providers, secure, interactions: interactionRecords, meUrl: `${publicUrl}/me` },
      fetch: (url) => outgoing.fetch(url, { headers: { accept: 'application/json' } }),
      errorPage: ({ service, ...request }) => ({
        html: plainPages.render('cannot-sign-in', request, { onward: onwardTo(service) }).html,
        headers: pageHeaders(),
      }),
    },
    signingKeys,
  );
  const pages = createInteractionPages(identity, config.logo);
  const visiting: PagesDependencies = {
    ...rest.challenges,
    ...{ interactions, services: rest.services, people: projections, choices: rest.people.choices },
    lastOrganisation: (sessionId, clientId) => lastOrganisation(rest.sessions, sessionId, clientId),
    selfRegistration: config.SELF_REGISTRATION,
    knownBrowsers: createKnownBrowsers({ sealer, secure, now }),
    ...{ pages, secure, publicUrl, now, providers, identities, signIns: rest.signIns },
  };
  const routes = routesOf({
    ...{ ...rest, secure, publicUrl, signingKeys, plainPages, readModels: [readModel], visiting },
    jwks: async () => publicKeys((await signingKeys.read()).state),
    identityProviders: store.collection(identityProvidersCollection),
    ...{ identities, sealer, now, issuer, allowHttpOnLoopback: !config.distributed },
    isUser: async (userId) => (await projections.users.get(userId)) !== undefined,
    takeLogout: providers.takeLogout,
  });
  const problemPage = problemPages(pages.site, () => secure);
  return { oidc, routes, problemPage, close: () => outgoing.close() };
}
