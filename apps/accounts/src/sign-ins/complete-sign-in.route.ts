import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type Clients, requireAccounts } from '../clients/require-accounts.ts';
import { sessionOf } from '../sessions/given-session.ts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import type { CompleteSignIn } from './complete-sign-in.ts';

export interface CompleteSignInDependencies {
  clients: Clients;
  sessions: AccountSessions;
  completeSignIn: CompleteSignIn;
}

/** What is looked at only once the state is known to be good. */
const text = (description: string) =>
  z
    .unknown()
    .optional()
    .meta({ type: 'string', description } as Record<string, unknown>);

const completed = z
  .object({
    govuk_account_session: z.string().describe('The new session.'),
    redirect_path: z.string().nullable().describe('The path that the sign-in began with.'),
  })
  .meta({ id: 'CompletedSignIn', description: 'Somebody is signed in.' });

/** POST /api/oauth2/callback: what the provider sent back becomes a session. */
export function completeSignInRoute(dependencies: CompleteSignInDependencies): Route {
  const { clients, sessions, completeSignIn } = dependencies;
  return route({
    method: 'post',
    path: '/api/oauth2/callback',
    access: 'own-service',
    faults: 'field',
    operationId: 'completeAccountSignIn',
    summary: 'Complete a sign-in',
    described: {
      text: 'Each state is used once. The frontend compares it with the browser’s cookie first: this API cannot see the browser. A session in the header is ended by a sign-in that succeeds.',
      problems: ['sign-in-failed'],
    },
    body: z
      .object({
        state: z.string().min(1).describe('The state of the sign-in.'),
        code: text('The code that the provider sent.'),
        iss: text('The issuer that the provider sent, where it does.'),
        error: text('The error that the provider sent instead of a code.'),
      })
      .meta({ id: 'SignInCallback', description: 'What the provider sent back to the browser.' }),
    responses: { 200: completed },
    async resolve(request) {
      requireAccounts(clients, request);
      return sessionOf(sessions, request);
    },
    async handle({ body: { state, code, iss, error }, correlationId, log }, given) {
      const { token, redirectPath = null } = await completeSignIn(
        { state, code, iss, error },
        { correlationId, log },
      );
      if (given !== undefined) await sessions.end(given.session._id, 'replaced');
      return { status: 200, body: { govuk_account_session: token, redirect_path: redirectPath } };
    },
  });
}
