import type { PresentUser } from '@gatehouse/contracts';
import type { Organisations } from '../people/organisations.store.ts';
import { shownOrganisations } from '../people/shown-organisations.ts';

/** The organisations that a person is a member of, by name. */
export async function ownOrganisations(organisations: Organisations, person: PresentUser) {
  const shown = await shownOrganisations(organisations, person);
  return shown.toSorted(
    ({ organisation: a }, { organisation: b }) =>
      a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1),
  );
}
