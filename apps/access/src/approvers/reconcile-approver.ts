import { hiddenOrganisationStatuses } from '@gatehouse/contracts';
import { change } from '@gatehouse/store';
import { membershipIn } from '../people/membership.domain.ts';
import type { OrganisationCopy, Organisations } from '../people/organisations.store.ts';
import type { UserCopy, Users } from '../people/users.store.ts';
import { type ApproverDocument, type Approvers, approverId } from './approvers.store.ts';

const APPROVER = 10000;

/** Brings what is kept of a user as an organisation's approver in line with the copies. */
export type KeepApprover = (organisationId: string, userId: string) => Promise<void>;

interface Parts {
  approvers: Approvers;
  users: Users;
  organisations: Organisations;
  now: () => number;
}

function approverFrom(
  ids: { organisationId: string; userId: string },
  user: UserCopy | undefined,
  organisation: OrganisationCopy | undefined,
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

/**
 * It is written from the copies and they are read again afterwards; who changes a copy keeps the approvers that are there
 * then. One of the two sees the other's write.
 */
export function createApproverKeeping({ approvers, users, organisations, now }: Parts): KeepApprover {
  return async (organisationId, userId) => {
    let seen: string | undefined;
    for (;;) {
      const [user, organisation] = await Promise.all([users.get(userId), organisations.get(organisationId)]);
      const facts = `${user?.entityVersion} ${organisation?.entityVersion}`;
      if (facts === seen) return;
      seen = facts;
      const next = approverFrom({ organisationId, userId }, user, organisation);
      const changed = await change(approvers, now, next._id, (current) => {
        const isSame =
          current?.isHeld === next.isHeld &&
          current.listKey === next.listKey &&
          (!next.isHeld ||
            (current.userVersion === next.userVersion &&
              current.organisationVersion === next.organisationVersion));
        if (isSame || (current === undefined && !next.isHeld)) return { result: undefined };
        return { document: next, result: undefined };
      });
      if (changed.status !== 'changed') return;
    }
  };
}
