import { type LinkedIdentity, managedIdentitiesPage, managedIdentity } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import type { Identities } from './identities.store.ts';

export interface IdentityRouteDependencies {
  identities: Identities;
  /** Whether there is such a user. */
  isUser: (userId: string) => Promise<boolean>;
}

function shownIdentity({ id, providerId, issuer, subject = '', linkedBy, createdAt }: LinkedIdentity) {
  return { id, providerId, issuer, subject, linkedBy, createdAt } satisfies z.input<typeof managedIdentity>;
}

/** GET /manage/users/{id}/identities: the accounts elsewhere that sign a user in, the oldest first. */
export function listIdentitiesRoute({ identities, isUser }: IdentityRouteDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/identities',
    access: 'operator',
    operationId: 'operatorListIdentities',
    summary: 'List the identities of a user',
    uuidParams: ['userId'],
    query: z.object(pageQuery),
    responses: { 200: managedIdentitiesPage },
    async handle({ params: { userId }, query }) {
      if (!(await isUser(userId))) throw notFound('There is no such user');
      const { records, members } = await readPage(query, await identities.count(userId), (skip, limit) =>
        identities.page(userId, { skip, limit }),
      );
      return { status: 200, body: { identities: records.map(shownIdentity), ...members } };
    },
  });
}

/** GET /manage/users/{id}/identities/{identityId}. */
export function getIdentityRoute({ identities }: IdentityRouteDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/identities/:identityId',
    access: 'operator',
    operationId: 'operatorGetIdentity',
    summary: 'Show an identity of a user',
    uuidParams: ['userId', 'identityId'],
    responses: { 200: managedIdentity },
    async handle({ params: { userId, identityId } }) {
      const identity = await identities.ofUser(userId, identityId);
      if (identity === undefined) throw noSuchIdentity();
      return { status: 200, body: shownIdentity(identity) };
    },
  });
}

export function noSuchIdentity() {
  return notFound('The user has no such identity');
}
