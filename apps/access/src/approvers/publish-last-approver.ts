import { type Origin, organisationApproversId } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { type Approvers, countApproversIn } from './approvers.store.ts';
import type { OrganisationApprovers } from './last-approver.store.ts';

/** Publishes when an organisation that had approvers has none left, and when it has one again. */
export type CountApprovers = (organisationId: string, origin: Origin) => Promise<void>;

interface ApproverCountDependencies {
  /** Those of the active generation. */
  approvers: () => Promise<Approvers>;
  organisationApprovers: OrganisationApprovers;
  now: () => number;
}

/** To be called after each change of somebody who approves there or did. Concurrent callers count again after their write. */
export function createApproverCount({
  approvers,
  organisationApprovers,
  now,
}: ApproverCountDependencies): CountApprovers {
  const kind = {
    type: 'gatehouse.access.approvers.v1',
    collection: organisationApprovers,
    keys: () => ({}),
    now,
  } as const;
  return async (organisationId, origin) => {
    const id = organisationApproversId(organisationId);
    for (;;) {
      const count = await countApproversIn(await approvers(), organisationId);
      const { status } = await changeEntity(kind, id, origin, (current) => {
        // That it never had one was never published.
        const had = current === undefined || current.approvers > 0;
        if (had === count > 0) return { result: undefined };
        return { state: { id, organisationId, approvers: count }, result: undefined };
      });
      if (status !== 'changed') return;
    }
  };
}
