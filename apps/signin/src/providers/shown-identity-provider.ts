import type { managedIdentityProvider, PresentIdentityProvider } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { z } from 'zod';

/** Where people come back from a provider. */
export function redirectUriOf(issuer: string, providerId: string): string {
  return `${issuer}/sign-in/from/${providerId}`;
}

/** A provider as the API shows it. `issuer`: the platform's own, whose addresses the provider must know. */
export function shownProvider(
  { clientSecret: _, kind: _kind, state: _state, ...provider }: PresentIdentityProvider,
  issuer: string,
): z.input<typeof managedIdentityProvider> {
  const redirectUri = redirectUriOf(issuer, provider.id);
  return { ...provider, redirectUri, backchannelLogoutUri: `${redirectUri}/logout` };
}

export function noSuchProvider() {
  return notFound('There is no such identity provider');
}
