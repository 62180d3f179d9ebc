import { emailKey, type OrganisationState, type PresentUser, type ServiceState } from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime';
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

interface Parts {
  grants: Grants;
  users: Users;
}

const IDS_AT_A_TIME = 500;

/** The users of a service in some organisations, each once, in a fixed order. */
export async function organisationUserList(
  { grants, users }: Parts,
  service: ServiceState,
  organisations: readonly OrganisationState[],
  { roles, email, userId }: OrganisationUsersFilter,
): Promise<OrganisationUser[]> {
  const codesOf = new Map<string, Set<string>>();
  for (const { id: organisationId } of organisations) {
    for await (const some of grantsIn(grants, { serviceId: service.id, organisationId })) {
      for (const grant of some) {
        const codes = codesOf.get(grant.userId) ?? new Set();
        for (const code of grant.roles) codes.add(code);
        codesOf.set(grant.userId, codes);
      }
    }
  }
  const only = userId === undefined ? undefined : (canonicalId(userId) ?? '');
  const ids = [...codesOf.keys()]
    .filter((id) => only === undefined || id === only)
    .filter((id) => roles === undefined || !roles.isDisjointFrom(codesOf.get(id) ?? new Set()))
    .toSorted();
  const rolesOf = (id: string) =>
    service.roles.flatMap(({ code }) => (codesOf.get(id)?.has(code) ? code : []));
  const found: OrganisationUser[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_A_TIME) {
    const documents = await users.getMany(ids.slice(from, from + IDS_AT_A_TIME));
    const some = documents.flatMap(({ state }) => (state.state === 'present' ? [state] : []));
    for (const user of some.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
      const isMeant = email === undefined || emailKey(user.email ?? '') === emailKey(email);
      if (isMeant) found.push({ user, roles: rolesOf(user.id) });
    }
  }
  return found;
}
