import type { LinkedAccountIdentity } from '@gatehouse/contracts';
import { faultOfKind, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type Clients, requireAccounts } from '../clients/require-accounts.ts';
import { requireSession } from './given-session.ts';
import type { AccountSessions } from './open-sessions.ts';

export interface GetUserDependencies {
  clients: Clients;
  sessions: AccountSessions;
  accountIdentities: {
    /** An identity that is a user's. */
    linked(id: string): Promise<Pick<LinkedAccountIdentity, 'email' | 'emailVerified'> | undefined>;
  };
}

const accountUser = z
  .object({
    id: z.string().describe('The id of the user.'),
    mfa: z.boolean().describe('Whether the session has MFA.'),
    email: z.string().nullable().describe('The address, by the provider’s word; null where it gave none.'),
    email_verified: z.boolean().describe('Whether the provider says that the address is proved.'),
    services: z.object({}).describe('Empty.'),
    govuk_account_session: z.string().describe('The session that was given, without messages.'),
  })
  .meta({ id: 'AccountUser', description: 'Who is signed in at a first-party frontend.' });

/** GET /api/user: who is signed in. */
export function getUserRoute({ clients, sessions, accountIdentities }: GetUserDependencies): Route {
  return route({
    method: 'get',
    path: '/api/user',
    access: 'own-service',
    operationId: 'getAccountUser',
    summary: 'Find out who is signed in',
    described: {
      text: 'The session goes in the header `GOVUK-Account-Session`. For services with the param `canUseAccounts`.',
      problems: ['session-invalid'],
    },
    responses: { 200: accountUser },
    resolve(request) {
      requireAccounts(clients, request);
      return requireSession(sessions, request);
    },
    async handle(_request, { token, session }) {
      const identity = await accountIdentities.linked(session.identityId);
      if (identity === undefined) throw faultOfKind('session-invalid', {});
      const { email = null, emailVerified = false } = identity;
      return {
        status: 200,
        body: {
          ...{ id: session.userId, mfa: session.mfa, email, email_verified: emailVerified },
          ...{ services: {}, govuk_account_session: token },
        },
      };
    },
  });
}
