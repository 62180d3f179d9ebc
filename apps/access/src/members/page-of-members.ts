import { pageQuery, readPage } from '@gatehouse/http';
import { getAll } from '@gatehouse/store';
import { z } from 'zod';
import { findMembers, type Members } from '../people/members.store.ts';
import { membershipIn } from '../people/membership.domain.ts';
import { viewMember } from './known-member.ts';
import { memberServices, type Onlooker } from './member-services.ts';
import type { MemberDependencies } from './read-member.route.ts';

export type ListDependencies = MemberDependencies & { members: Members };

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

/** The query of lists of members. */
export const membersQuery = z.object({
  ...pageQuery,
  name: z
    .string()
    .max(255)
    .optional()
    .describe('What the family name, the given name, or both in that order, begin with.'),
  roleId: oneOf(0, 10_000).describe('Only members of this role: 0 end user, 10000 approver.'),
  status: oneOf(0, 1).describe('Only members whose account has this status: 1 active, 0 deactivated.'),
});

/** A page of an organisation's members, as the onlooker sees them. */
export async function pageOfMembers(
  dependencies: ListDependencies,
  organisationId: string,
  { page, pageSize, ...filter }: z.output<typeof membersQuery>,
  onlooker: Onlooker,
) {
  const { users, members } = dependencies;
  const { total, read } = await findMembers(members, organisationId, filter);
  const { records, members: numbers } = await readPage({ page, pageSize }, total, read);
  const ids = records.map(({ userId }) => userId);
  const [people, services] = await Promise.all([
    getAll(users, ids),
    memberServices(dependencies, organisationId, ids, onlooker),
  ]);
  const shown = ids.flatMap((id) => {
    const user = people.get(id)?.state;
    const membership = membershipIn(user, organisationId);
    // Who left this moment is listed for a moment more.
    if (user?.state !== 'present' || membership === undefined) return [];
    return { ...viewMember({ user, membership }), services: services.get(id) ?? [] };
  });
  return { members: shown, ...numbers };
}
