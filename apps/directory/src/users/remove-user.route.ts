import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { WriteDependencies } from '../resources/write.ts';
import { knownUser } from './known-user.ts';
import { removeUser } from './user.ts';
import type { Users } from './users.store.ts';

/** `DELETE /manage/users/{id}`: removes the person and the memberships; the email is free at once. */
export function removeUserRoute({ users, published, clock }: { users: Users } & WriteDependencies): Route {
  return route({
    method: 'delete',
    path: '/manage/users/:userId',
    access: 'operator',
    operationId: 'operatorDeleteUser',
    summary: 'Remove a user',
    uuidParams: ['userId'],
    resolve: ({ params }) => knownUser(users, params.userId),
    responses: { 204: 'It is removed.' },
    async handle({ params, actor, correlationId }) {
      const at = new Date(clock.now()).toISOString();
      const changed = await users.change(params.userId, { actor, correlationId }, (current) =>
        current?.state === 'present'
          ? { state: removeUser(current, at), result: undefined }
          : { result: undefined },
      );
      if (changed.status !== 'changed') throw notFound('There is no such user');
      await published();
      return { status: 204 };
    },
  });
}
