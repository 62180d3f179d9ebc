import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { decisionOf, putReply } from '../resources/put.domain.ts';
import type { WriteDependencies } from '../resources/write.ts';
import { putUser } from './user.ts';
import { personOf, userBody, userResource, userResourceOf } from './user-resource.ts';
import type { Users } from './users.store.ts';

/**
 * `PUT /manage/users/{id}`: makes the user (201) or replaces the person's details (200); memberships stay. The id of a
 * removed user starts a new incarnation. 409 where the email is taken.
 */
export function putUserRoute({ users, published, clock }: { users: Users } & WriteDependencies): Route {
  return route({
    method: 'put',
    path: '/manage/users/:userId',
    access: 'operator',
    operationId: 'operatorPutUser',
    summary: 'Make or replace a user',
    described: { refusals: { conflict: 'Another user has the email address.' } },
    uuidParams: ['userId'],
    body: userBody,
    responses: { 200: userResource, 201: userResource },
    async handle({ params: { userId: id }, body, actor, correlationId }) {
      const at = new Date(clock.now()).toISOString();
      const changed = await users.change(id, { actor, correlationId }, (current, version) => {
        return decisionOf(putUser(current, id, personOf(body), { version, at }));
      });
      if (changed.status === 'duplicate') throw conflict('email: another user has this address');
      const { outcome, state } = changed.result;
      if (outcome !== 'unchanged') await published();
      return putReply(outcome, userResourceOf(state));
    },
  });
}
