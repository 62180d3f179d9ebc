import { batchConsumerOf } from '@gatehouse/consumers';
import { projectEntities } from '@gatehouse/entities';
import type { Organisations } from './organisations.store.ts';

interface OrganisationChangedDependencies {
  /** Those of one generation. */
  organisations: Organisations;
  /** Brings the generation's approvers in line with organisations. */
  reconcileApprovers: (organisationIds: readonly string[]) => Promise<void>;
  now: () => number;
}

/** Keeps the projection of organisations, and the approvers in line with it. */
export function onOrganisationChanged({
  organisations,
  reconcileApprovers,
  now,
}: OrganisationChangedDependencies) {
  return batchConsumerOf(['gatehouse.directory.organisation.v1'], async (changed) => {
    const projected = await projectEntities(
      organisations,
      now,
      changed.map(({ data }) => ({ entityVersion: data.version, state: data.state, keys: {} })),
    );
    await reconcileApprovers(changed.map(({ subject }) => subject));
    return projected.map((outcome) => (outcome === 'known' ? { ignored: 'older or known' } : undefined));
  });
}
