import type { OrganisationApproversState } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import type { Metrics } from '@gatehouse/runtime';
import { type Collection, defineCollection, Schema } from '@gatehouse/store';

/** An organisation that lost its last approver, now or once. */
export type OrganisationApproversDocument = EntityDocument<OrganisationApproversState>;
export type OrganisationApprovers = Collection<OrganisationApproversDocument>;

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
  },
  { minimize: false },
);
schema.index({ 'state.approvers': 1 }, { name: 'approvers' });

export const organisationApproversCollection = defineCollection<OrganisationApproversDocument>(
  'organisation-approvers',
  schema,
);

/** Shows in the metrics how many organisations lost their last approver and have none since. */
export function watchApprovers(organisationApprovers: OrganisationApprovers, metrics: Metrics): void {
  metrics.gauge(
    'organisations_without_approver',
    'Organisations whose last approver went and that have none since',
    [],
    async (gauge) => gauge.set(await organisationApprovers.count({ 'state.approvers': 0 })),
  );
}
