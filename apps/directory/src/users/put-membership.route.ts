import type { PresentUser, UserState } from '@gatehouse/contracts';
import { conflict, notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { onceWritten } from '@gatehouse/runtime';
import { knownOrganisation, noSuchOrganisation } from '../organisations/known-organisation.ts';
import type { Organisations } from '../organisations/organisations.store.ts';
import { decisionOf, type Put, putReply } from '../resources/put.domain.ts';
import type { WriteDependencies } from '../resources/write.ts';
import { endMembershipsOfDeleted } from './end-memberships-of-deleted.ts';
import { knownUser } from './known-user.ts';
import { fitsAnother, fitsChange } from './membership-limit.domain.ts';
import { membershipBody, membershipResource, membershipResourceOf, termsOf } from './membership-resource.ts';
import { membershipOf, putMembership } from './user.ts';
import type { Users } from './users.store.ts';

type Decided = Put<PresentUser> | 'no user' | 'too many';

const TOO_MANY = 'The user has as many memberships as one user can have, some 500';

function fits({ outcome, state: { memberships } }: Put<PresentUser>): boolean {
  if (outcome === 'unchanged') return true;
  return outcome === 'created' ? fitsAnother(memberships) : fitsChange(memberships);
}

/** `PUT /manage/users/{id}/organisations/{oid}`: makes the membership (201) or replaces it (200). */
export function putMembershipRoute({
  users,
  organisations,
  published,
  clock,
}: { users: Users; organisations: Organisations } & WriteDependencies): Route {
  return route({
    method: 'put',
    path: '/manage/users/:userId/organisations/:organisationId',
    access: 'operator',
    operationId: 'operatorPutMembership',
    summary: 'Make a user a member of an organisation, or replace the membership',
    described: { refusals: { conflict: TOO_MANY } },
    uuidParams: ['userId', 'organisationId'],
    body: membershipBody,
    responses: { 200: membershipResource, 201: membershipResource },
    async resolve({ params }) {
      await knownUser(users, params.userId);
      await knownOrganisation(organisations, params.organisationId);
    },
    async handle({ params: { userId: id, organisationId: oid }, body, actor, correlationId, log }) {
      const at = new Date(clock.now()).toISOString();
      const decide = (current: UserState | undefined, version: number) => {
        if (current?.state !== 'present') return { result: 'no user' as Decided };
        const put = putMembership(current, oid, termsOf(body), { version, at });
        return fits(put) ? decisionOf(put) : { result: 'too many' as Decided };
      };
      const origin = { actor, correlationId };
      const { result } = await users.change<Decided>(id, origin, decide);
      if (result === 'no user') throw notFound('There is no such user');
      if (result === 'too many') throw conflict(TOO_MANY);
      const deleted = await onceWritten(log, 'checking whether the organisation was deleted', () =>
        endMembershipsOfDeleted({ users, organisations }, id, [oid], origin),
      );
      if (deleted?.has(oid) === true) throw noSuchOrganisation();
      if (result.outcome !== 'unchanged') await published();
      const membership = membershipOf(result.state, oid);
      if (membership === undefined) throw notFound('There is no such membership');
      return putReply(result.outcome, membershipResourceOf(membership));
    },
  });
}
