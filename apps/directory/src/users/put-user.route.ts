import type { Published } from '@gatehouse/app-process';
import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Clock } from '@gatehouse/runtime';
import { putReply } from '../records/put-reply.ts';
import { putUser } from './user.ts';
import { personOf, userBody, userResource, userResourceOf } from './user-resource.ts';
import type { Users } from './users.store.ts';

/**
 * `PUT /manage/users/{id}`: makes the user (201) or replaces what is said of the person (200); memberships stay. An id
 * whose user was removed begins a new life. 409 where the email is taken.
 */
export function putUserRoute({
  users,
  published,
  clock,
}: {
  users: Users;
  published: Published;
  clock: Clock;
}): Route {
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
        const put = putUser(current, id, personOf(body), { version, at });
        return { state: put.outcome === 'unchanged' ? undefined : put.state, result: put };
      });
      if (changed.status === 'duplicate') throw conflict("email: is another user's already");
      const { outcome, state } = changed.result;
      if (outcome !== 'unchanged') await published();
      return putReply(outcome, userResourceOf(state));
    },
  });
}
