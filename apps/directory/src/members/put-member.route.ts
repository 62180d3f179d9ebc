import { APPROVER_ROLE, isOpenToPeople, type PresentUser } from '@gatehouse/contracts';
import { conflict, forbidden } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { decisionOf, type Put } from '../resources/put.domain.ts';
import type { WriteDependencies } from '../resources/write.ts';
import { changeRole, membershipOf } from '../users/user.ts';
import { type ActingDependencies, managingIn } from './acting-person.ts';
import { changeOf } from './change-of.ts';
import { knownMember, noSuchMember } from './known-member.ts';
import { type LastApproverDependencies, NO_APPROVER, refuseLastApprover } from './last-approver.ts';
import { changedMember, changedMemberOf, memberBody } from './member-resource.ts';

export const CLOSED = 'The organisation is closed: nobody is added there, and no rights are raised';

/** `PUT /me/organisations/{id}/members/{uid}`: makes and unmakes approvers among the members; it never makes a member. */
export function putMemberRoute(
  dependencies: ActingDependencies & LastApproverDependencies & WriteDependencies,
): Route {
  const { users, published, clock } = dependencies;
  return route({
    method: 'put',
    path: '/me/organisations/:organisationId/members/:userId',
    access: 'person',
    operationId: 'putMember',
    summary: 'Make a member of one’s organisation an approver, or an end user',
    described: { refusals: { conflict: `${NO_APPROVER}. Or: ${CLOSED}.` } },
    uuidParams: ['organisationId', 'userId'],
    faults: 'field',
    body: memberBody,
    responses: { 200: changedMember },
    async resolve({ params: { organisationId, userId }, caller }) {
      const managing = await managingIn(dependencies, caller, organisationId);
      return { ...managing, member: await knownMember(users, userId, organisationId) };
    },
    async handle(
      { params: { organisationId, userId }, body: { roleId }, caller, actor, correlationId },
      { as, organisation, member },
    ) {
      const before = membershipOf(member, organisationId)?.roleId;
      const isRaised = roleId === APPROVER_ROLE && before !== APPROVER_ROLE;
      const isLowered = roleId !== APPROVER_ROLE && before === APPROVER_ROLE;
      if (isRaised && as === 'supporter' && userId === caller.userId) {
        throw forbidden('A supporter changes nothing for themselves');
      }
      if (isRaised && !isOpenToPeople(organisation)) throw conflict(CLOSED);
      if (isLowered && as === 'approver') {
        await refuseLastApprover(dependencies, member, organisationId);
      }
      const at = new Date(clock.now()).toISOString();
      const changed = await users.change<Put<PresentUser> | undefined>(
        userId,
        { actor, correlationId },
        (current, version) => {
          const put =
            current?.state === 'present'
              ? changeRole(current, organisationId, roleId, { version, at })
              : undefined;
          return put === undefined ? { result: undefined } : decisionOf(put);
        },
      );
      const state = changed.result?.state;
      const membership = state && membershipOf(state, organisationId);
      if (state === undefined || membership === undefined) throw noSuchMember();
      if (changed.status === 'changed') await published();
      return { status: 200, body: changedMemberOf(state, membership), headers: changeOf(changed) };
    },
  });
}
