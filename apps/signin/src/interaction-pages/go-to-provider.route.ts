import type { Route } from '@gatehouse/http';
import { ProviderAway, ProviderRefused } from '@gatehouse/oidc-client';
import { canonicalId } from '@gatehouse/runtime';
import type { PagesDependencies } from './dependencies.ts';
import { takeStep } from './step.ts';

/** `POST /sign-in/{id}/from/{providerId}`: the person goes to another provider, and comes back to `/sign-in/from/{providerId}`. */
export function goToProviderRoute(dependencies: PagesDependencies): Route {
  const { providers, interactions } = dependencies;
  const path = '/sign-in/:id/from/:providerId';
  return takeStep(dependencies, path, 'Sign in at another provider', {}, async (visit, _form, params) => {
    const { id, service, asks, expiresAt, loginHint } = visit.interaction;
    if (asks !== 'login') return visit.goTo(visit.paths.start);
    const providerId = canonicalId(params.providerId ?? '');
    const browser = interactions.browserKey(visit.cookies);
    if (providerId === undefined || browser === undefined) return visit.goTo(visit.paths.start);
    const going = { interactionId: id, providerId, serviceId: service.id, browser, expiresAt, loginHint };
    const location = await providers.go(going).catch((error: unknown) => {
      if (error instanceof ProviderAway || error instanceof ProviderRefused) return undefined;
      throw error;
    });
    return visit.goTo(location ?? visit.paths.failedFrom(providerId));
  });
}
