import { invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { logoutTaker, type TakeLogoutParts } from './take-logout.ts';

const LIMIT = 8 * 1_024;

/**
 * POST /api/oidc_events/backchannel_logout: the provider says that a person signed out there (OpenID Connect Back-Channel Logout
 * 1.0). Its signature says who it is.
 */
export function backchannelLogoutRoute(parts: TakeLogoutParts): Route {
  const takeLogout = logoutTaker(parts);
  return route({
    method: 'post',
    path: '/api/oidc_events/backchannel_logout',
    access: 'open',
    operationId: 'takeBackchannelLogout',
    summary: 'Take a logout token of the identity provider',
    described: {
      text: 'Ends the sessions of `sid`, of `sub`, or of both. The token goes in the form or, without a body, in the query. Nobody signed in is no fault. No token of a client is needed: the logout token is signed.',
      refusals: { unavailable: 'The keys of the provider cannot be had now.' },
    },
    headers: { 'cache-control': 'no-store' },
    invalidAlso: { error: 'invalid_request', error_description: 'The logout token is not taken' },
    query: z.object({ logout_token: z.string().optional().describe('The token, where there is no body.') }),
    body: z.object({ logout_token: z.array(z.string()).optional().describe('A logout token: one.') }).meta({
      id: 'LogoutForm',
      description: 'What the identity provider posts as a person signs out there.',
    }),
    bodyType: 'form',
    responses: { 200: 'It is taken.' },
    async handle({ query, body, log }) {
      const given = [query.logout_token ?? [], body.logout_token ?? []].flat();
      const [token] = given;
      if (given.length !== 1 || token === undefined || token.length > LIMIT) {
        throw invalidRequest(['logout_token should be given once, in up to 8 KiB']);
      }
      // Which rule it breaks is in the log alone.
      if ((await takeLogout(token, log)) === 'refused') {
        throw invalidRequest(['The logout token is not taken']);
      }
      return { status: 200 };
    },
  });
}
