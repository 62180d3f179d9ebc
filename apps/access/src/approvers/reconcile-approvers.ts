import { hiddenOrganisationStatuses, type UserState } from '@gatehouse/contracts';
import { change } from '@gatehouse/store';
import { inGroups } from '../people/in-groups.ts';
import { membershipIn } from '../people/membership.domain.ts';
import type { ProjectedUser } from '../people/on-user-changed.ts';
import type { OrganisationProjection } from '../people/organisations.store.ts';
import type { UserProjection } from '../people/users.store.ts';
import { type ApproverDocument, approvalsOf, approverId, approversIn } from './approvers.store.ts';
import type { PeopleCollections } from './people.read-model.ts';

const APPROVER = 10000;

/** Keeps the approvers of one generation in line with its users and organisations. */
export interface ApproverReconciler {
  /** After changes of at most 1,000 users. Answers for each the organisations in which they approve, or did. */
  ofUsers(changed: readonly ProjectedUser[]): Promise<readonly (readonly string[])[]>;
  /** After changes of at most 1,000 organisations. */
  ofOrganisations(ids: readonly string[]): Promise<void>;
}

/** Users whose approvers are reconciled at a time. */
const USERS_TOGETHER = 20;

function approvedIn(user: UserState): string[] {
  const memberships = user.state === 'present' ? user.memberships : [];
  return memberships.flatMap(({ roleId, organisationId }) => (roleId === 0 ? [] : organisationId));
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
    async ofUsers(changed) {
      const ids = new Map(changed.map(({ user }) => [user.id, new Set(approvedIn(user))]));
      // A user who was unknown has approved nowhere before.
      const known = changed.filter(({ projected }) => projected !== 'made').map(({ user }) => user.id);
      if (known.length > 0) {
        for await (const batch of approvalsOf(approvers, known)) {
          for (const { organisationId, userId } of batch) ids.get(userId)?.add(organisationId);
        }
      }
      await inGroups([...ids], USERS_TOGETHER, async ([userId, organisationIds]) => {
        await Promise.all([...organisationIds].map((organisationId) => reconcile(organisationId, userId)));
      });
      return changed.map(({ user }) => [...(ids.get(user.id) ?? [])]);
    },
    async ofOrganisations(ids) {
      for await (const batch of approversIn(approvers, ids)) {
        await Promise.all(batch.map(({ organisationId, userId }) => reconcile(organisationId, userId)));
      }
    },
  };
}
