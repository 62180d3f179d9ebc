import { faultOfKind, type Route, route } from '@gatehouse/http';
import { type Clients, requireProtectedAttributes } from '../clients/require-accounts.ts';
import type { Provider } from '../provider/open-provider.ts';
import { tell } from './identity.domain.ts';
import { accountIdentityId } from './identity-keys.ts';
import { type MovingParts, moveByLegacySubject } from './move-identity.ts';
import { oidcUser, oidcUserBody, pathSubject, subjectIn } from './oidc-user-words.ts';

export interface OidcUsersDependencies extends MovingParts {
  clients: Clients;
  provider: Pick<Provider, 'current'>;
}

/** PUT and PATCH /api/oidc-users/{subject}: the provider's side tells of somebody. Documents say the one, clients send the other. */
export function tellOidcUserRoutes(dependencies: OidcUsersDependencies): Route[] {
  const { clients, provider, accountIdentities, now } = dependencies;
  return (['put', 'patch'] as const).map((method) =>
    route({
      method,
      path: '/api/oidc-users/:subject',
      access: 'own-service',
      operationId: method === 'put' ? 'putOidcUser' : 'patchOidcUser',
      summary: 'Tell of somebody, as the identity provider',
      described: {
        text: 'For services with the param `canUpdateProtectedAttributes`: whoever has it can do what the provider can. An unknown subject becomes known; whose it is, its first sign-in decides.',
        params: { subject: pathSubject },
        problems: ['email-taken'],
      },
      body: oidcUserBody,
      responses: { 200: oidcUser },
      resolve: (request) => requireProtectedAttributes(clients, request),
      async handle({ params, body, actor, correlationId }) {
        const subject = subjectIn(params);
        const { issuer } = (await provider.current()).provider;
        const legacySubject = body.legacy_sub ?? undefined;
        const email = body.email ?? undefined;
        const emailVerified = body.email_verified ?? undefined;
        const origin = { actor, correlationId };
        const isKnown = await moveByLegacySubject(dependencies, { issuer, subject }, legacySubject, origin);
        const id = accountIdentityId(issuer, subject);
        const told = { correlationId, email, emailVerified, ...(!isKnown && { legacySubject }) };
        const written = await accountIdentities.changeTaking(
          id,
          origin,
          { email, mayTake: false },
          (current) => {
            const state = tell(current, { id, issuer, subject }, told, new Date(now()).toISOString());
            return { state, result: state };
          },
        );
        if (written.taken !== undefined) throw faultOfKind('email-taken', {});
        const { email: known = null, emailVerified: verified = null } = written.result;
        return { status: 200, body: { sub: subject, email: known, email_verified: verified } };
      },
    }),
  );
}
