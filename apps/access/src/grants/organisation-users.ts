import { emailKey, type OrganisationState, type PresentUser, type ServiceState } from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime';
import { getAll } from '@gatehouse/store';
import type { Users } from '../people/users.store.ts';
import { type Grants, grantsIn } from './grants.store.ts';

/** What narrows the list; together. */
export interface OrganisationUsersFilter {
  /** Any of these codes. */
  roles?: ReadonlySet<string> | undefined;
  email?: string | undefined;
  userId?: string | undefined;
}

/** A user, with the codes of all roles in the service there. */
export interface OrganisationUser {
  user: PresentUser;
  roles: string[];
}

/** The users of a service in some organisations, each once, by id. */
export async function organisationUsersOf(
  { grants, users }: { grants: Grants; users: Users },
  service: ServiceState,
  organisations: readonly OrganisationState[],
  { roles, email, userId }: OrganisationUsersFilter,
): Promise<OrganisationUser[]> {
  const codesOf = new Map<string, Set<string>>();
  for (const { id: organisationId } of organisations) {
    for (const grant of await grantsIn(grants, { serviceId: service.id, organisationId })) {
      const codes = codesOf.get(grant.userId) ?? new Set();
      for (const code of grant.roles) codes.add(code);
      codesOf.set(grant.userId, codes);
    }
  }
  const only = userId === undefined ? undefined : (canonicalId(userId) ?? '');
  const ids = [...codesOf.keys()]
    .filter((id) => only === undefined || id === only)
    .filter((id) => roles === undefined || !roles.isDisjointFrom(codesOf.get(id) ?? new Set()))
    .toSorted();
  const found = await getAll(users, ids);
  return ids.flatMap((id) => {
    const user = found.get(id)?.state;
    if (user?.state !== 'present') return [];
    if (email !== undefined && emailKey(user.email ?? '') !== emailKey(email)) return [];
    return { user, roles: service.roles.flatMap(({ code }) => (codesOf.get(id)?.has(code) ? code : [])) };
  });
}
