import { unavailable, unprocessable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type Clients, requireAccounts } from '../clients/require-accounts.ts';
import { awayFault, type Provider, reasonOf } from '../provider/open-provider.ts';
import { redirectPathFault } from './redirect-path.domain.ts';
import type { SignIns } from './sign-ins.store.ts';

export interface BeginSignInDependencies {
  clients: Clients;
  provider: Provider;
  signIns: SignIns;
}

const begunSignIn = z
  .object({
    auth_uri: z.string().describe('Where the browser is sent.'),
    state: z.string().describe('To be bound to the browser by a cookie, and compared as it comes back.'),
  })
  .meta({ id: 'BegunSignIn', description: 'A sign-in that has begun.' });

/** GET /api/oauth2/sign-in: begins a sign-in. */
export function beginSignInRoute({ clients, provider, signIns }: BeginSignInDependencies): Route {
  return route({
    method: 'get',
    path: '/api/oauth2/sign-in',
    access: 'own-service',
    faults: 'field',
    operationId: 'beginAccountSignIn',
    summary: 'Begin a sign-in',
    described: {
      text: 'The frontend binds `state` to the browser by a cookie, sends it to `auth_uri`, and posts what comes back to the callback.',
    },
    query: z.object({
      redirect_path: z
        .string()
        .optional()
        .describe('Where the person goes afterwards: a path of the frontend, of up to 2,048 characters.'),
      mfa: z.enum(['true', 'false']).default('false').describe('Whether the session must have MFA.'),
    }),
    responses: { 200: begunSignIn },
    resolve: (request) => requireAccounts(clients, request),
    async handle({ query: { redirect_path: redirectPath, mfa: wantsMfa }, log }) {
      const fault = redirectPath === undefined ? undefined : redirectPathFault(redirectPath);
      if (fault !== undefined) throw unprocessable(fault, [fault]);
      const { provider: used, client } = await provider.current();
      const { issuer, clientId, redirectUri, scopes, parameters, mfaParameters } = used;
      if (redirectUri === undefined) {
        log.error('where people come back to is not set: PUT /manage/account-provider/redirect');
        throw unavailable();
      }
      const mfa = wantsMfa === 'true';
      const { url, ...begun } = await client
        .begin({
          redirectUri,
          parameters: { ...(mfa ? mfaParameters : parameters), scope: scopes.join(' ') },
        })
        .catch((error: unknown) => {
          log.warn({ reason: reasonOf(error) }, 'no sign-in can begin');
          throw awayFault(error);
        });
      await signIns.begin(begun, { issuer, clientId, mfa, redirectPath });
      return { status: 200, body: { auth_uri: url, state: begun.state } };
    },
  });
}
