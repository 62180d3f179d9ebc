import type { OrganisationApproversState } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import { type Collection, defineCollection, Schema } from '@gatehouse/store';

/** An organisation that has, or once had, no approver left. */
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

/** How many organisations lost their last approver and have none since. */
export function countWithoutApprover(organisationApprovers: OrganisationApprovers): Promise<number> {
  return organisationApprovers.count({ 'state.approvers': 0 });
}
