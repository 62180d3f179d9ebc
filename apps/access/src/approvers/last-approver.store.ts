import type { OrganisationApproversState } from '@gatehouse/contracts';
import type { Metrics } from '@gatehouse/runtime';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';

/** An organisation that lost its last approver, now or once. */
const schema = documentSchema({
  state: json<OrganisationApproversState>(),
});
schema.index({ 'state.approvers': 1 }, { name: 'approvers' });

export const organisationApproversCollection = defineCollection('organisation-approvers', schema);
export type OrganisationApproversDocument = DocumentOf<typeof schema>;
export type OrganisationApprovers = Collection<OrganisationApproversDocument>;

/** Shows in the metrics how many organisations lost their last approver and have none since. */
export function watchApprovers(organisationApprovers: OrganisationApprovers, metrics: Metrics): void {
  metrics.gauge(
    'organisations_without_approver',
    'Organisations whose last approver went and that have none since',
    [],
    async (gauge) => gauge.set(await organisationApprovers.count({ 'state.approvers': 0 })),
  );
}
