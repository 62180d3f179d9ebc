import type { Published } from '@gatehouse/app-process';
import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { knownMembership } from './known-user.ts';
import { removeMembership } from './user.ts';
import type { Users } from './users.store.ts';

/** `DELETE /manage/users/{id}/organisations/{oid}`: ends the membership; access then removes the grants there. */
export function removeMembershipRoute({ users, published }: { users: Users; published: Published }): Route {
  return route({
    method: 'delete',
    path: '/manage/users/:userId/organisations/:organisationId',
    access: 'operator',
    operationId: 'operatorDeleteMembership',
    summary: "End a user's membership of an organisation",
    uuidParams: ['userId', 'organisationId'],
    resolve: ({ params: { userId: id, organisationId: oid } }) => knownMembership(users, id, oid),
    responses: { 204: 'It is removed.' },
    async handle({ params: { userId: id, organisationId: oid }, actor, correlationId }) {
      const changed = await users.change(id, { actor, correlationId }, (current) =>
        current?.state === 'present'
          ? { state: removeMembership(current, oid), result: undefined }
          : { result: undefined },
      );
      if (changed.status !== 'changed') throw notFound('There is no such membership');
      await published();
      return { status: 204 };
    },
  });
}
