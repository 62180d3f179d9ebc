import { pageOf } from '@gatehouse/contracts';
import { pageOfList, pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import { userResource, userResourceOf } from './user-resource.ts';
import type { Users } from './users.store.ts';

/** `GET /manage/users?email=`: all users by their ids, or the one with that email in whatever letter case. */
export function listUsersRoute({ users }: { users: Users }): Route {
  return route({
    method: 'get',
    path: '/manage/users',
    access: 'operator',
    operationId: 'operatorListUsers',
    summary: 'List users, or find one by email',
    query: z.object({
      email: z.string().optional().describe('Only the user with this email address, in any letter case.'),
      ...pageQuery,
    }),
    responses: { 200: pageOf('users', userResource) },
    async handle({ query }) {
      const { records, members } =
        query.email === undefined
          ? await readPage(query, await users.total(), (skip, limit) => users.list(skip, limit))
          : await pageOfList(
              query,
              [await users.holderOf(query.email)].flatMap((user) => user ?? []),
            );
      return { status: 200, body: { users: records.map(userResourceOf), ...members } };
    },
  });
}
