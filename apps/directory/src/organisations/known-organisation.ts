import type { OrganisationState } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { Organisations } from './organisations.store.ts';

export const noSuchOrganisation = () => notFound('There is no such organisation');

/** The organisation that a path names by id. 404 where there is none, or it was deleted. */
export async function knownOrganisation(
  organisations: Pick<Organisations, 'get'>,
  id: string,
): Promise<OrganisationState> {
  const organisation = await organisations.get(id);
  if (organisation === undefined) throw noSuchOrganisation();
  return organisation;
}
