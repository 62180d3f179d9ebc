import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Users } from '../stores/users.ts';
import { userResource, userResourceOf } from './user-resource.ts';

/** `GET /manage/users/{id}`. 404 for who was removed. */
export function getUserRoute({ users }: { users: Users }): Route {
  return route({
    method: 'get',
    path: '/manage/users/:id',
    access: 'operator',
    summary: 'Show a user',
    uuidParams: ['id'],
    responses: { 200: userResource },
    async handle({ params }) {
      const user = await users.present(params.id);
      if (user === undefined) throw notFound();
      return { status: 200, body: userResourceOf(user) };
    },
  });
}
