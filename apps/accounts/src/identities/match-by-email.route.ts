import { emailKey } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type Clients, requireAccounts } from '../clients/require-accounts.ts';
import { sessionOf } from '../sessions/given-session.ts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import type { AccountIdentities } from './open-identities.ts';

export interface MatchByEmailDependencies {
  clients: Clients;
  sessions: AccountSessions;
  accountIdentities: Pick<AccountIdentities, 'withEmail'>;
}

const emailMatch = z
  .object({
    match: z.boolean().describe('Whether it is the email of who is signed in; else somebody else’s.'),
  })
  .meta({ id: 'EmailMatch', description: 'Whose an email is.' });

/** GET /api/user/match-by-email, and the same without `/api`: whether an email is the person's own, or somebody else's. */
export function matchByEmailRoutes({
  clients,
  sessions,
  accountIdentities,
}: MatchByEmailDependencies): Route[] {
  return (['/api/user/match-by-email', '/user/match-by-email'] as const).map((path) =>
    route({
      method: 'get',
      path,
      access: 'own-service',
      operationId: path.startsWith('/api') ? 'matchUserByEmail' : 'matchUserByEmailToo',
      summary: 'Find out whether an email is of who is signed in',
      described: {
        text: 'Ignoring case, verified or not. A session in `GOVUK-Account-Session` that does not count is as none. For services with the param `canUseAccounts`.',
        refusals: { 'not-found': 'It is nobody’s.' },
      },
      query: z.object({ email: z.string({ error: 'email is missing' }).describe('The email.') }),
      responses: { 200: emailMatch },
      async resolve(request) {
        requireAccounts(clients, request);
        return sessionOf(sessions, request);
      },
      async handle({ query }, given) {
        const identity = await accountIdentities.withEmail(emailKey(query.email));
        if (identity === undefined) throw notFound('Nobody has this email');
        return { status: 200, body: { match: identity.id === given?.session.identityId } };
      },
    }),
  );
}
