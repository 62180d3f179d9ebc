import { batchConsumerOf } from '@gatehouse/consumers';
import type { EventOf, OrganisationState } from '@gatehouse/contracts';
import { type EventsOf, projectEntities } from '@gatehouse/entities';
import { searchKeysOf } from './organisation-search.ts';
import type { Organisations } from './organisations.store.ts';

interface OrganisationChangedDependencies {
  /** Those of one generation. */
  organisations: Organisations;
  /** Brings the generation's approvers in line with organisations. */
  reconcileApprovers: (organisationIds: readonly string[]) => Promise<void>;
  /** What services are told of changes. */
  noticesOf: (
    changed: ReadonlyMap<string, EventOf<'gatehouse.directory.organisation.v1'>>,
  ) => EventsOf<OrganisationState>;
  now: () => number;
}

/** Keeps the projection of organisations, and the approvers in line with it, and tells services. */
export function onOrganisationChanged({
  organisations,
  reconcileApprovers,
  noticesOf,
  now,
}: OrganisationChangedDependencies) {
  return batchConsumerOf(['gatehouse.directory.organisation.v1'], async (changed) => {
    const projected = await projectEntities(
      organisations,
      now,
      changed.map(({ data }) => ({
        entityVersion: data.version,
        state: data.state,
        keys: searchKeysOf(data.state),
      })),
      noticesOf(new Map(changed.map((event) => [event.subject, event]))),
    );
    await reconcileApprovers(changed.map(({ subject }) => subject));
    return projected.map((outcome) => (outcome === 'known' ? { ignored: 'older or known' } : undefined));
  });
}
