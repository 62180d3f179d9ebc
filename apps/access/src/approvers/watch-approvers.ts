import type { Metrics } from '@gatehouse/runtime';
import { countWithoutApprover, type OrganisationApprovers } from './organisation-approvers.store.ts';

/** Organisations that were left without an approver show in the metrics. */
export function watchApprovers(
  { organisationApprovers }: { organisationApprovers: OrganisationApprovers },
  metrics: Metrics,
): void {
  metrics.gauge(
    'organisations_without_approver',
    'Organisations whose last approver went and that have none since',
    [],
    async (gauge) => gauge.set(await countWithoutApprover(organisationApprovers)),
  );
}
