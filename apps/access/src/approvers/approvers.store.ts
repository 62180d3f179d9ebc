import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  inBatches,
} from '@gatehouse/store';

/** The version of the schema: names the collection. */
export const APPROVERS = 'approvers-2';

/** An approver's membership, and what it was derived from; its id is `<organisation id>:<user id>`. One that has ended stays. */
const schema = documentSchema({
  organisationId: { type: String, required: true },
  userId: { type: String, required: true },
  /** Whether the membership exists and is an approver's. */
  isHeld: { type: Boolean, required: true },
  /** The versions of the projections from which it was derived: a change of either changes this document. */
  userVersion: { type: Number, required: true },
  organisationVersion: Number,
  /** The id again, unless the organisation's status hides it. */
  listKey: String,
});
schema.index({ listKey: 1 }, { name: 'list' });
schema.index({ version: 1 }, { name: 'changed' });
schema.index({ organisationId: 1, isHeld: 1 }, { name: 'organisation' });
schema.index({ userId: 1 }, { name: 'user' });

export const approversCollection = defineCollection(APPROVERS, schema);
export type ApproverDocument = DocumentOf<typeof schema>;
export type Approvers = Collection<ApproverDocument>;

export function approverId(organisationId: string, userId: string): string {
  return `${organisationId}:${userId}`;
}

/** The approvers of at most 1,000 organisations, in batches. */
export function approversIn(
  approvers: Approvers,
  organisationIds: readonly string[],
): AsyncGenerator<ApproverDocument[]> {
  return inBatches(approvers, { where: { organisationId: { in: organisationIds }, isHeld: true } });
}

/** What at most 1,000 users are, or were, approvers of, in batches. */
export function approvalsOf(
  approvers: Approvers,
  userIds: readonly string[],
): AsyncGenerator<ApproverDocument[]> {
  return inBatches(approvers, { where: { userId: { in: userIds } } });
}

/** How many approvers an organisation has: a handful. */
export function countApproversIn(approvers: Approvers, organisationId: string): Promise<number> {
  return approvers.count({ organisationId, isHeld: true });
}
