import { invalidRequest, notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { isSubject } from '@gatehouse/oidc-client';
import { z } from 'zod';
import { requireProtectedAttributes } from '../clients/require-accounts.ts';
import { accountIdentityId } from './identity-keys.ts';
import { moveByLegacySubject } from './move-identity.ts';
import { pathSubject, subjectIn } from './oidc-user-words.ts';
import type { OidcUsersDependencies } from './put-oidc-user.route.ts';
import { type RemovingParts, removeIdentity } from './remove-identity.ts';

/** DELETE /api/oidc-users/{subject}: somebody is gone at the provider. */
export function deleteOidcUserRoute(dependencies: OidcUsersDependencies & RemovingParts): Route {
  const { clients, provider } = dependencies;
  return route({
    method: 'delete',
    path: '/api/oidc-users/:subject',
    access: 'own-service',
    operationId: 'deleteOidcUser',
    summary: 'Take somebody away, as the identity provider',
    described: {
      text: 'The identity goes with its sessions; with the last one of a user the attributes go, and a user that was made for it, who is in no organisation. The subject may come again, as another. A body is ignored.',
      params: { subject: pathSubject },
    },
    query: z.object({
      legacy_sub: z
        .string()
        .optional()
        .describe('The former subject: counts where the subject itself is unknown.'),
    }),
    responses: { 204: 'It is gone.' },
    resolve: (request) => requireProtectedAttributes(clients, request),
    async handle({ params, query, actor, correlationId }) {
      const subject = subjectIn(params);
      const { legacy_sub: legacySubject } = query;
      if (legacySubject !== undefined && !isSubject(legacySubject)) {
        throw invalidRequest(['legacy_sub should be 1 to 255 printable ASCII characters']);
      }
      const { issuer } = (await provider.current()).provider;
      const origin = { actor, correlationId };
      const isKnown = await moveByLegacySubject(dependencies, { issuer, subject }, legacySubject, origin);
      const id = accountIdentityId(issuer, subject);
      const isGone = isKnown && (await removeIdentity(dependencies, id, origin, { userStays: false }));
      if (!isGone) throw notFound('There is no such user');
      return { status: 204 };
    },
  });
}
