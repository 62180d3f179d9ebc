import { type Route, route } from '@gatehouse/http';
import { type Clients, requireAccounts } from '../clients/require-accounts.ts';
import { requireSession } from './given-session.ts';
import type { AccountSessions } from './open-sessions.ts';

export interface DeleteSessionDependencies {
  clients: Clients;
  sessions: AccountSessions;
}

/** DELETE /api/session: the session is over for all frontends. */
export function deleteSessionRoute({ clients, sessions }: DeleteSessionDependencies): Route {
  return route({
    method: 'delete',
    path: '/api/session',
    access: 'own-service',
    operationId: 'endAccountSession',
    summary: 'End a session',
    described: {
      text: 'For all frontends that share it, and for good. The provider’s own is ended by the address of `GET /api/oauth2/end-session`.',
      problems: ['session-invalid'],
    },
    responses: { 204: 'It is over.' },
    resolve(request) {
      requireAccounts(clients, request);
      return requireSession(sessions, request);
    },
    async handle(_request, { session }) {
      await sessions.end(session._id, 'client');
      return { status: 204 };
    },
  });
}
