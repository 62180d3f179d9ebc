import { managedIdentityProvider, managedIdentityProvidersPage } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import {
  countProviders,
  type IdentityProvidersCollection,
  pageOfProviders,
  providerOf,
} from './identity-providers.store.ts';
import { noSuchProvider, shownProvider } from './shown-identity-provider.ts';

interface ReadIdentityProvidersDependencies {
  identityProviders: IdentityProvidersCollection;
  /** The platform's own. */
  issuer: string;
}

/** GET /manage/identity-providers/{id}. */
export function getIdentityProviderRoute({
  identityProviders,
  issuer,
}: ReadIdentityProvidersDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/identity-providers/:providerId',
    access: 'operator',
    operationId: 'operatorGetIdentityProvider',
    summary: 'Show an identity provider',
    uuidParams: ['providerId'],
    responses: { 200: managedIdentityProvider },
    async handle({ params }) {
      const known = await providerOf(identityProviders, params.providerId);
      if (known === undefined) throw noSuchProvider();
      return { status: 200, body: shownProvider(known.state, issuer) };
    },
  });
}

/** GET /manage/identity-providers: all of them, by name. */
export function listIdentityProvidersRoute({
  identityProviders,
  issuer,
}: ReadIdentityProvidersDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/identity-providers',
    access: 'operator',
    operationId: 'operatorListIdentityProviders',
    summary: 'List identity providers',
    query: z.object(pageQuery),
    responses: { 200: managedIdentityProvidersPage },
    async handle({ query }) {
      const total = await countProviders(identityProviders);
      const { records, members } = await readPage(query, total, (skip, limit) =>
        pageOfProviders(identityProviders, { skip, limit }),
      );
      const shown = records.map(({ state }) => shownProvider(state, issuer));
      return { status: 200, body: { identityProviders: shown, ...members } };
    },
  });
}
