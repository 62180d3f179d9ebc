import { type Route, route } from '@gatehouse/http';
import { knownMembership } from './known-user.ts';
import { membershipResource, membershipResourceOf } from './membership-resource.ts';
import type { Users } from './users.store.ts';

/** `GET /manage/users/{id}/organisations/{oid}`. */
export function getMembershipRoute({ users }: { users: Users }): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/organisations/:organisationId',
    access: 'operator',
    operationId: 'operatorGetMembership',
    summary: "Show a user's membership of an organisation",
    uuidParams: ['userId', 'organisationId'],
    resolve: ({ params: { userId: id, organisationId: oid } }) => knownMembership(users, id, oid),
    responses: { 200: membershipResource },
    handle: (_request, membership) => ({ status: 200, body: membershipResourceOf(membership) }),
  });
}
