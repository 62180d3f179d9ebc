import { type Route, route } from '@gatehouse/http';
import { knownUser } from './known-user.ts';
import { userResource, userResourceOf } from './user-resource.ts';
import type { Users } from './users.store.ts';

/** `GET /manage/users/{id}`. 404 for who was removed. */
export function getUserRoute({ users }: { users: Users }): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId',
    access: 'operator',
    operationId: 'operatorGetUser',
    summary: 'Show a user',
    uuidParams: ['userId'],
    resolve: ({ params }) => knownUser(users, params.userId),
    responses: { 200: userResource },
    handle: (_request, user) => ({ status: 200, body: userResourceOf(user) }),
  });
}
