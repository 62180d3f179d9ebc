import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type Clients, requireAccounts } from '../clients/require-accounts.ts';
import { awayFault, type Provider } from '../provider/open-provider.ts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import { SESSION_HEADER, tokenIn } from '../sessions/session-token.ts';

export interface EndSessionUriDependencies {
  clients: Clients;
  provider: Provider;
  sessions: AccountSessions;
}

const endSessionUri = z
  .object({ end_session_uri: z.string().describe('Where the browser is sent to sign out at the provider.') })
  .meta({ id: 'EndSessionUri', description: 'Where a person signs out at the provider.' });

/** GET /api/oauth2/end-session: where the browser goes to end the provider's own session. */
export function endSessionUriRoute({ clients, provider, sessions }: EndSessionUriDependencies): Route {
  return route({
    method: 'get',
    path: '/api/oauth2/end-session',
    access: 'own-service',
    operationId: 'getEndSessionUri',
    summary: 'Find out where a person signs out at the provider',
    described: { text: 'Nothing is ended by it. With a session, the provider is told whose sign-in it is.' },
    responses: { 200: endSessionUri },
    resolve: (request) => requireAccounts(clients, request),
    async handle({ valuesOf }) {
      const { provider: used, client } = await provider.current();
      const metadata = await client.discovery.current().catch((error: unknown) => {
        throw awayFault(error);
      });
      const { postLogoutRedirectUri, redirectUri } = used;
      if (metadata.end_session_endpoint === undefined) {
        const fallback = postLogoutRedirectUri ?? (redirectUri && new URL(redirectUri).origin) ?? used.issuer;
        return { status: 200, body: { end_session_uri: fallback } };
      }
      const token = tokenIn(valuesOf(SESSION_HEADER));
      const session = token === undefined ? undefined : await sessions.ranOutOfLate(token);
      const url = new URL(metadata.end_session_endpoint);
      if (session !== undefined) {
        url.searchParams.set('id_token_hint', sessions.idTokenOf(session));
        if (postLogoutRedirectUri !== undefined) {
          url.searchParams.set('post_logout_redirect_uri', postLogoutRedirectUri);
        }
      }
      return {
        status: 200,
        body: { end_session_uri: session === undefined ? metadata.end_session_endpoint : url.href },
      };
    },
  });
}
