import {
  hiddenOrganisationStatuses,
  type Membership,
  type OrganisationState,
  type PresentUser,
} from '@gatehouse/contracts';
import { type Organisations, organisationsOf } from './organisations.store.ts';

/** A user's organisations with the memberships in them. Those with a hidden status are left out. */
export async function shownOrganisations(
  organisations: Organisations,
  { memberships }: PresentUser,
): Promise<{ organisation: OrganisationState; membership: Membership }[]> {
  const byId = new Map(memberships.map((membership) => [membership.organisationId, membership]));
  const found = await organisationsOf(organisations, [...byId.keys()]);
  return found.flatMap((organisation) => {
    const membership = byId.get(organisation.id);
    if (membership === undefined || hiddenOrganisationStatuses.has(organisation.status)) return [];
    return [{ organisation, membership }];
  });
}
