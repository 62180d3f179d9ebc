import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Users } from '../stores/users.ts';
import { membershipOf } from '../user.ts';
import { membershipResource, membershipResourceOf } from './membership-resource.ts';

/** `GET /manage/users/{id}/organisations/{oid}`. */
export function getMembershipRoute({ users }: { users: Users }): Route {
  return route({
    method: 'get',
    path: '/manage/users/:id/organisations/:oid',
    access: 'operator',
    summary: "Show a user's membership of an organisation",
    uuidParams: ['id', 'oid'],
    responses: { 200: membershipResource },
    async handle({ params: { id, oid } }) {
      const user = await users.present(id);
      const membership = user === undefined ? undefined : membershipOf(user, oid);
      if (membership === undefined) throw notFound();
      return { status: 200, body: membershipResourceOf(membership) };
    },
  });
}
