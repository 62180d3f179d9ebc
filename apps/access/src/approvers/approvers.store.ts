import { type Collection, type Document, defineCollection, type Filter, Schema } from '@gatehouse/store';

/** An approver's membership, and what it was last read from; its id is `<organisation id>:<user id>`. One that is over stays. */
export interface ApproverDocument extends Document {
  organisationId: string;
  userId: string;
  /** Whether the membership is there and is an approver's. */
  isHeld: boolean;
  /** The versions of the copies that this was made from: a change of either is a change of this document. */
  userVersion: number;
  organisationVersion?: number;
  /** The id again, where the organisation's status does not hide it. */
  listKey?: string;
}

export type Approvers = Collection<ApproverDocument>;

/** The generation of their schema: names their collection. */
export const APPROVERS = 'approvers-1';

const schema = new Schema({
  _id: { type: String, required: true },
  version: { type: Number, required: true },
  organisationId: { type: String, required: true },
  userId: { type: String, required: true },
  isHeld: { type: Boolean, required: true },
  userVersion: { type: Number, required: true },
  organisationVersion: Number,
  listKey: String,
});
schema.index({ listKey: 1 }, { name: 'list' });
schema.index({ version: 1 }, { name: 'changed' });
schema.index({ organisationId: 1, isHeld: 1 }, { name: 'organisation' });
schema.index({ userId: 1 }, { name: 'user' });

export const approversCollection = defineCollection<ApproverDocument>(APPROVERS, schema);

export function approverId(organisationId: string, userId: string): string {
  return `${organisationId}:${userId}`;
}

const AT_A_TIME = 100;

async function* inSteps(approvers: Approvers, where: Filter): AsyncGenerator<ApproverDocument[]> {
  for (let after = ''; ; ) {
    const found = await approvers.find({
      where: { ...where, _id: { gt: after } },
      sort: [['_id', 1]],
      limit: AT_A_TIME,
    });
    yield found;
    const last = found.at(-1);
    if (last === undefined || found.length < AT_A_TIME) return;
    after = last._id;
  }
}

/** The approvers of at most 1,000 organisations, a hundred at a time. */
export function approversIn(
  approvers: Approvers,
  organisationIds: readonly string[],
): AsyncGenerator<ApproverDocument[]> {
  return inSteps(approvers, { organisationId: { in: organisationIds }, isHeld: true });
}

/** What a user is, or was, an approver of, a hundred at a time. */
export function approvals(approvers: Approvers, userId: string): AsyncGenerator<ApproverDocument[]> {
  return inSteps(approvers, { userId });
}

/** How many approvers an organisation has: a handful. */
export function countApprovers(approvers: Approvers, organisationId: string): Promise<number> {
  return approvers.count({ organisationId, isHeld: true });
}
