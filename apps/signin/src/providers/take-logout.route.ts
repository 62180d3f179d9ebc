import { Fault } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type IdentityProvidersCollection, providerOf } from './identity-providers.store.ts';
import { noSuchProvider } from './shown-identity-provider.ts';
import type { TakeLogout } from './take-logout.ts';

export interface TakeLogoutDependencies {
  identityProviders: IdentityProvidersCollection;
  takeLogout: TakeLogout;
}

const LIMIT = 8 * 1_024;
const NO_STORE = { 'cache-control': 'no-store' };

/**
 * POST /sign-in/from/{id}/logout: a provider says that a person signed out there (OpenID Connect Back-Channel Logout 1.0). Its
 * signature says who it is.
 */
export function takeLogoutRoute({ identityProviders, takeLogout }: TakeLogoutDependencies): Route {
  return route({
    method: 'post',
    path: '/sign-in/from/:providerId/logout',
    access: 'open',
    operationId: 'takeProviderLogout',
    summary: 'Take a logout token of an identity provider',
    described: {
      text: 'Ends the sessions that came by it: those of `sid`, of `sub`, or of both. Nobody signed in is no fault.',
    },
    uuidParams: ['providerId'],
    query: z.object({ logout_token: z.string().optional().describe('The token, where there is no body.') }),
    body: z
      .object({
        logout_token: z.array(z.string()).optional().describe('A logout token of the provider: one.'),
      })
      .meta({
        id: 'ProviderLogoutForm',
        description: 'What an identity provider posts as a person signs out there.',
      }),
    bodyType: 'form',
    bodyLimit: 64 * 1_024,
    responses: { 200: 'It is taken.' },
    async handle({ params, query, body, correlationId, log }) {
      const known = await providerOf(identityProviders, params.providerId);
      if (known === undefined) throw noSuchProvider();
      const given = [query.logout_token ?? [], body.logout_token ?? []].flat();
      const [token] = given;
      if (given.length !== 1 || token === undefined || token.length > LIMIT) throw notOne();
      if ((await takeLogout(known, token, { correlationId, log })) === 'refused') throw refused();
      return { status: 200, headers: NO_STORE };
    },
  });
}

function notOne() {
  return fault('logout_token should be given once, in up to 8 KiB');
}

/** Which rule it breaks is in the log alone. */
function refused() {
  return fault('the logout token is not taken');
}

function fault(error_description: string): Fault {
  return new Fault('invalid-request', {
    publicText: 'The logout token is not taken',
    members: { error: 'invalid_request', error_description },
  });
}
