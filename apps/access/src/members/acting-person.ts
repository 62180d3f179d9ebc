import {
  isKnownToPeople,
  type ManagesAs,
  managesAs,
  type OrganisationState,
  type PresentUser,
} from '@gatehouse/contracts';
import { forbidden } from '@gatehouse/errors';
import { activePerson, knownPerson, type PersonCaller } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { known, presentOrganisation } from '../people/known-people.ts';
import { membershipIn } from '../people/membership.domain.ts';

/** The person whose token it is; 401 for one who was removed. One who signs in the moment they are made is waited for. */
async function signedIn({ users }: DirectoryProjections, userId: string): Promise<PresentUser> {
  const state = (await lookUpUntil(() => users.get(userId)))?.state;
  return knownPerson(state?.state === 'present' ? state : undefined);
}

/** Who acts for themselves: 401 for one who was removed, 403 for an account that is not in use. */
export async function actingPerson(
  projections: DirectoryProjections,
  { userId }: PersonCaller,
): Promise<PresentUser> {
  return activePerson(await signedIn(projections, userId));
}

/** A person who manages the people of an organisation, and by which right. */
export interface Managing {
  person: PresentUser;
  organisation: OrganisationState;
  as: ManagesAs;
}

/**
 * Who manages the people of the organisation that the path names. 401 for who was removed; then 404 for an organisation
 * that is not there, whoever asks; then 403 for who may not.
 */
export async function managingIn(
  projections: DirectoryProjections,
  caller: PersonCaller,
  organisationId: string,
): Promise<Managing> {
  const person = await signedIn(projections, caller.userId);
  const found = await presentOrganisation(projections.organisations, organisationId);
  const organisation = known('organisation', found && isKnownToPeople(found) ? found : undefined);
  activePerson(person);
  const as = managesAs({
    roleId: membershipIn(person, organisationId)?.roleId,
    isSupporter: caller.scopes.includes('support'),
  });
  if (as === undefined) throw forbidden('Only an approver of the organisation may do that');
  return { person, organisation, as };
}
