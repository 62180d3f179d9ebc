import { type Origin, organisationApproversId } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { type Approvers, countApprovers } from './approvers.store.ts';
import type { OrganisationApprovers } from './organisation-approvers.store.ts';

/** Tells, by an event, when an organisation that had approvers has none left, and when it has one again. */
export type CountApprovers = (organisationId: string, origin: Origin) => Promise<void>;

interface Parts {
  /** Those of the generation that is read at the moment of asking. */
  approvers: () => Promise<Approvers>;
  organisationApprovers: OrganisationApprovers;
  now: () => number;
}

/** Asked after each change of somebody who approves there or did; those that meet count once more after their write. */
export function createApproverCounting({ approvers, organisationApprovers, now }: Parts): CountApprovers {
  const kind = {
    type: 'gatehouse.access.approvers.v1',
    collection: organisationApprovers,
    keys: () => ({}),
    now,
  } as const;
  return async (organisationId, origin) => {
    const id = organisationApproversId(organisationId);
    for (;;) {
      const count = await countApprovers(await approvers(), organisationId);
      const { status } = await changeEntity(kind, id, origin, (current) => {
        // Nobody was ever told that it had none.
        const had = current === undefined || current.approvers > 0;
        if (had === count > 0) return { result: undefined };
        return { state: { id, organisationId, approvers: count }, result: undefined };
      });
      if (status !== 'changed') return;
    }
  };
}
