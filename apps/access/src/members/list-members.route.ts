import { organisationMembersPage } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { getAll } from '@gatehouse/store';
import { z } from 'zod';
import { findMembers, isMemberShown, type Members } from '../people/members.store.ts';
import { membershipIn } from '../people/membership.domain.ts';
import { managingIn } from './acting-person.ts';
import { changeHeaders, changeShown } from './change-shown.ts';
import { viewMember } from './known-member.ts';
import { memberServices } from './member-services.ts';
import type { MemberDependencies } from './read-member.route.ts';

const oneOf = (...values: readonly number[]) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      const value = values.find((each) => String(each) === text);
      if (text === undefined || value !== undefined) return value;
      context.addIssue(`should be one of ${values.join(', ')}`);
      return z.NEVER;
    })
    .meta({ type: 'integer', enum: [...values] });

/** `GET /me/organisations/{id}/members`: by family name, within the organisation alone. */
export function listMembersRoute(dependencies: MemberDependencies & { members: Members }): Route {
  const { users, members } = dependencies;
  return route({
    method: 'get',
    path: '/me/organisations/:organisationId/members',
    access: 'person',
    operationId: 'listMembers',
    summary: 'List the members of one’s organisation',
    described: { text: 'By family name.', headers: changeHeaders },
    uuidParams: ['organisationId'],
    faults: 'field',
    query: z.object({
      ...pageQuery,
      name: z
        .string()
        .max(255)
        .optional()
        .describe('What the family name, the given name, or both in that order, begin with.'),
      roleId: oneOf(0, 10_000).describe('Only members of this role: 0 end user, 10000 approver.'),
      status: oneOf(0, 1).describe('Only members whose account has this status: 1 active, 0 deactivated.'),
    }),
    async resolve({ params: { organisationId }, caller, headers }) {
      await changeShown(dependencies, headers.change, (user) => isMemberShown(members, user, organisationId));
      await managingIn(dependencies, caller, organisationId);
    },
    responses: { 200: organisationMembersPage },
    async handle({ params: { organisationId }, query: { page, pageSize, ...filter } }) {
      const { total, read } = await findMembers(members, organisationId, filter);
      const { records, members: numbers } = await readPage({ page, pageSize }, total, read);
      const ids = records.map(({ userId }) => userId);
      const [people, services] = await Promise.all([
        getAll(users, ids),
        memberServices(dependencies, organisationId, ids),
      ]);
      const shown = ids.flatMap((id) => {
        const user = people.get(id)?.state;
        const membership = membershipIn(user, organisationId);
        // Who left this moment is listed for a moment more.
        if (user?.state !== 'present' || membership === undefined) return [];
        return { ...viewMember({ user, membership }), services: services.get(id) ?? [] };
      });
      return { status: 200, body: { members: shown, ...numbers } };
    },
  });
}
