import { batchConsumerOf } from '@gatehouse/consumers';
import type { OrganisationCopies } from './projections.ts';

/** Keeps the projection of organisations. */
export function onOrganisations(organisations: OrganisationCopies) {
  return batchConsumerOf(['gatehouse.directory.organisation.v1'], (events) =>
    organisations.keep(events.map(({ data }) => data)),
  );
}
