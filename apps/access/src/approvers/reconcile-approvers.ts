import { hiddenOrganisationStatuses, type UserState } from '@gatehouse/contracts';
import type { Projected } from '@gatehouse/entities';
import { change } from '@gatehouse/store';
import { membershipIn } from '../people/membership.domain.ts';
import type { OrganisationProjection } from '../people/organisations.store.ts';
import type { UserProjection } from '../people/users.store.ts';
import { type ApproverDocument, approvalsOf, approverId, approversIn } from './approvers.store.ts';
import type { PeopleCollections } from './people.read-model.ts';

const APPROVER = 10000;

/** Keeps the approvers of one generation in line with its users and organisations. */
export interface ApproverReconciler {
  /** After a change of a user. Answers the organisations in which the user approves, or did. */
  ofUser(user: UserState, projected: Projected | undefined): Promise<readonly string[]>;
  /** After changes of at most 1,000 organisations. */
  ofOrganisations(ids: readonly string[]): Promise<void>;
}

function approverFrom(
  ids: { organisationId: string; userId: string },
  user: UserProjection | undefined,
  organisation: OrganisationProjection | undefined,
): Omit<ApproverDocument, 'version'> {
  const id = approverId(ids.organisationId, ids.userId);
  const isHeld = membershipIn(user?.state, ids.organisationId)?.roleId === APPROVER;
  const isListed =
    isHeld && organisation !== undefined && !hiddenOrganisationStatuses.has(organisation.state.status);
  return {
    _id: id,
    ...ids,
    isHeld,
    userVersion: user?.entityVersion ?? 0,
    ...(organisation !== undefined && { organisationVersion: organisation.entityVersion }),
    ...(isListed && { listKey: id }),
  };
}

function isSame(current: ApproverDocument, next: Omit<ApproverDocument, 'version'>): boolean {
  if (current.isHeld !== next.isHeld || current.listKey !== next.listKey) return false;
  if (!next.isHeld) return true;
  return current.userVersion === next.userVersion && current.organisationVersion === next.organisationVersion;
}

export function createApproverReconciler(
  { approvers, users, organisations }: PeopleCollections,
  now: () => number,
): ApproverReconciler {
  /**
   * An approver is written from projections, which are read again afterwards; who changes a projection reconciles the
   * approvers that exist then. One of the two sees the other's write.
   */
  async function reconcile(organisationId: string, userId: string): Promise<void> {
    for (let seen: string | undefined; ; ) {
      const [user, organisation] = await Promise.all([users.get(userId), organisations.get(organisationId)]);
      const versions = `${user?.entityVersion} ${organisation?.entityVersion}`;
      if (versions === seen) return;
      seen = versions;
      const next = approverFrom({ organisationId, userId }, user, organisation);
      const { status } = await change(approvers, now, next._id, (current) => {
        const isKnown = current === undefined ? !next.isHeld : isSame(current, next);
        return { ...(!isKnown && { document: next }), result: undefined };
      });
      if (status !== 'changed') return;
    }
  }

  return {
    async ofUser(user, projected) {
      const memberships = user.state === 'present' ? user.memberships : [];
      const ids = new Set(
        memberships.flatMap(({ roleId, organisationId }) => (roleId === 0 ? [] : organisationId)),
      );
      // A user who was unknown has approved nowhere before.
      if (projected !== 'made') {
        for await (const batch of approvalsOf(approvers, user.id)) {
          for (const { organisationId } of batch) ids.add(organisationId);
        }
      }
      await Promise.all([...ids].map((organisationId) => reconcile(organisationId, user.id)));
      return [...ids];
    },
    async ofOrganisations(ids) {
      for await (const batch of approversIn(approvers, ids)) {
        await Promise.all(batch.map(({ organisationId, userId }) => reconcile(organisationId, userId)));
      }
    },
  };
}
