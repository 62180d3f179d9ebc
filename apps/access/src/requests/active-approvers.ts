import { APPROVER_ROLE, type PresentUser } from '@gatehouse/contracts';
import { type Approvers, approversIn } from '../approvers/approvers.store.ts';
import { membershipIn } from '../people/membership.domain.ts';
import type { Users } from '../people/users.store.ts';

export interface ApproverProjections {
  approvers: Approvers;
  users: Users;
}

/** Who approves for an organisation now, and whose account is in use. */
export async function activeApprovers(
  { approvers, users }: ApproverProjections,
  organisationId: string,
): Promise<PresentUser[]> {
  const found: PresentUser[] = [];
  for await (const batch of approversIn(approvers, [organisationId])) {
    for (const { state } of await users.getMany(batch.map(({ userId }) => userId))) {
      const isApprover = membershipIn(state, organisationId)?.roleId === APPROVER_ROLE;
      if (state.state === 'present' && state.status === 1 && isApprover) found.push(state);
    }
  }
  return found;
}
