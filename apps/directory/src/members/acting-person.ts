import {
  isKnownToPeople,
  type ManagesAs,
  managesAs,
  type OrganisationState,
  type PresentUser,
} from '@gatehouse/contracts';
import { forbidden } from '@gatehouse/errors';
import { activePerson, knownPerson, type PersonCaller } from '@gatehouse/http';
import { noSuchOrganisation } from '../organisations/known-organisation.ts';
import type { Organisations } from '../organisations/organisations.store.ts';
import { membershipOf } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';

export interface ActingDependencies {
  users: Users;
  organisations: Organisations;
}

/** A person who acts, and the organisation that the path names. */
export interface Acting {
  person: PresentUser;
  organisation: OrganisationState;
}

/**
 * Who acts, and where. 401 for who was removed; then 404 for an organisation that is not there, whoever asks; then 403 for
 * an account that is not in use.
 */
export async function actingIn(
  { users, organisations }: ActingDependencies,
  { userId }: PersonCaller,
  organisationId: string,
): Promise<Acting> {
  const person = knownPerson(await users.present(userId));
  const organisation = await organisations.get(organisationId);
  if (organisation === undefined || !isKnownToPeople(organisation)) throw noSuchOrganisation();
  return { person: activePerson(person), organisation };
}

/** A person who manages the people of the organisation that the path names, and by which right. */
export interface Managing extends Acting {
  as: ManagesAs;
}

/** Who manages the organisation's people, as `actingIn`; 403 for who may not. */
export async function managingIn(
  dependencies: ActingDependencies,
  caller: PersonCaller,
  organisationId: string,
): Promise<Managing> {
  const acting = await actingIn(dependencies, caller, organisationId);
  const as = managesAs({
    roleId: membershipOf(acting.person, organisationId)?.roleId,
    isSupporter: caller.scopes.includes('support'),
  });
  if (as === undefined) throw forbidden('Only an approver of the organisation may do that');
  return { ...acting, as };
}
