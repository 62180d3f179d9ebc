import { APPROVER_ROLE, type PresentUser } from '@gatehouse/contracts';
import { conflict, unavailable } from '@gatehouse/errors';
import type { ReferencesReachEnd } from '../references/follow-references.ts';
import type { OrganisationReferences } from '../references/organisation-references.store.ts';
import { membershipOf } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';

export interface LastApproverDependencies {
  users: Users;
  possibleMembers: OrganisationReferences['possibleMembers'];
  referencesReachEnd: ReferencesReachEnd;
}

/** A new approver may not be among the hints yet: so long is waited for them before anybody is refused. */
const REACH_END_MS = 2_000;

export const NO_APPROVER = 'The organisation would have no approver';

function isActiveApprover(user: PresentUser, organisationId: string): boolean {
  return user.status === 1 && membershipOf(user, organisationId)?.roleId === APPROVER_ROLE;
}

async function hasAnother(
  { users, possibleMembers }: LastApproverDependencies,
  organisationId: string,
  userId: string,
): Promise<boolean> {
  for await (const ids of possibleMembers(organisationId)) {
    const found = await users.presentAmong(ids.filter((id) => id !== userId));
    if (found.some((user) => isActiveApprover(user, organisationId))) return true;
  }
  return false;
}

/** Refuses (409) that the last active approver, as far as is known, is no approver any more. */
export async function refuseLastApprover(
  dependencies: LastApproverDependencies,
  user: PresentUser,
  organisationId: string,
): Promise<void> {
  if (!isActiveApprover(user, organisationId)) return;
  if (await hasAnother(dependencies, organisationId, user.id)) return;
  const isComplete = await dependencies.referencesReachEnd(REACH_END_MS);
  if (await hasAnother(dependencies, organisationId, user.id)) return;
  if (!isComplete) throw unavailable();
  throw conflict(NO_APPROVER);
}
