import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { knownUser } from './known-user.ts';
import { membershipResourceOf, membershipsPage } from './membership-resource.ts';
import type { Users } from './users.store.ts';

/** `GET /manage/users/{id}/organisations`: the user's memberships, the oldest first. */
export function listMembershipsRoute({ users }: { users: Users }): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/organisations',
    access: 'operator',
    operationId: 'operatorListMemberships',
    summary: "List a user's memberships",
    uuidParams: ['userId'],
    query: z.object(pageQuery),
    responses: { 200: membershipsPage },
    resolve: ({ params }) => knownUser(users, params.userId),
    async handle({ query }, { memberships }) {
      const { records, members } = await pageOfList(query, memberships);
      return { status: 200, body: { organisations: records.map(membershipResourceOf), ...members } };
    },
  });
}
