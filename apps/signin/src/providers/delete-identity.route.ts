import { type Route, route } from '@gatehouse/http';
import type { Identities } from './identities.store.ts';
import { noSuchIdentity } from './read-identities.route.ts';

/** DELETE /manage/users/{id}/identities/{identityId}: the account signs nobody in, until it is matched again. */
export function deleteIdentityRoute({ identities }: { identities: Identities }): Route {
  return route({
    method: 'delete',
    path: '/manage/users/:userId/identities/:identityId',
    access: 'operator',
    operationId: 'operatorDeleteIdentity',
    summary: 'Take an identity from a user',
    described: {
      text: 'Who comes by it again is matched anew, by the address that the provider gives. Sessions that came by it go on.',
    },
    uuidParams: ['userId', 'identityId'],
    responses: { 204: 'It is nobody’s.' },
    async handle({ params: { userId, identityId }, actor, correlationId }) {
      if (!(await identities.remove(userId, identityId, { actor, correlationId }))) throw noSuchIdentity();
      return { status: 204 };
    },
  });
}
