import { batchConsumerOf } from '@gatehouse/consumers';
import { type EventOf, type Origin, originOf, type UserState } from '@gatehouse/contracts';
import { type EventsOf, type Projected, projectEntities } from '@gatehouse/entities';
import { performsEffects, type ReadModel } from '@gatehouse/read-models';
import type { DirectoryProjections } from './directory-projections.ts';
import { inGroups } from './in-groups.ts';
import type { ReconcileMembers } from './reconcile-members.ts';
import type { Users } from './users.store.ts';

/** A user as published, and what became of their projection. */
export interface ProjectedUser {
  user: UserState;
  projected: Projected | undefined;
}

/** What a change of a user leads to, beyond its projection. */
export interface UserReactions {
  /** Brings the generation's members in line with users. */
  reconcileMembers: ReconcileMembers;
  /** Brings the generation's approvers in line with users. Answers for each the organisations in which they approve, or did. */
  reconcileApprovers: (changed: readonly ProjectedUser[]) => Promise<readonly (readonly string[])[]>;
  /** Brings the grants of users in line with them, each by the origin of the user's change. */
  reconcileGrants: (origins: ReadonlyMap<string, Origin>, users: Users) => Promise<void>;
  /** Publishes when an organisation has no approver left, or has one again. */
  countApprovers: (organisationId: string, origin: Origin) => Promise<void>;
}

interface UserChangedDependencies extends UserReactions {
  people: ReadModel<DirectoryProjections>;
  /** The generation that is kept. */
  run: string;
  users: Users;
  /** What services are told of changes. */
  noticesOf: (changed: ReadonlyMap<string, EventOf<'gatehouse.directory.user.v1'>>) => EventsOf<UserState>;
  now: () => number;
}

const COUNTED_TOGETHER = 50;

/**
 * Keeps the projection of users and the approvers among them, tells services of changes, removes the grants whose membership has ended, and publishes
 * what changed. All of that is checked also where the projection was up to date: the process may have ended in between. A
 * generation that is building only projects, and looks after each batch whether it is to do more. One batch comes after the
 * other: the effects of many changes never go before those of one.
 */
export function onUserChanged(dependencies: UserChangedDependencies) {
  const { people, run, users, noticesOf, now, reconcileApprovers, reconcileGrants, countApprovers } =
    dependencies;
  const { reconcileMembers } = dependencies;
  return batchConsumerOf(['gatehouse.directory.user.v1'], async (changed) => {
    const projected = await projectEntities(
      users,
      now,
      changed.map(({ data }) => ({ entityVersion: data.version, state: data.state, keys: {} })),
      noticesOf(new Map(changed.map((event) => [event.data.state.id, event]))),
    );
    const origins = new Map(changed.map((event) => [event.data.state.id, originOf(event)]));
    const organisations = new Map<string, Origin>();
    const approvedIn = await reconcileApprovers(
      changed.map(({ data }, n) => ({ user: data.state, projected: projected[n] })),
    );
    for (const [n, event] of changed.entries()) {
      for (const organisationId of approvedIn[n] ?? []) organisations.set(organisationId, originOf(event));
    }
    await reconcileMembers(changed.map(({ data }) => data.state.id));
    const control = await people.look();
    if (performsEffects(control, run)) {
      await reconcileGrants(origins, (await people.ofRun(control.active.run)).users);
      await inGroups([...organisations], COUNTED_TOGETHER, ([organisationId, origin]) =>
        countApprovers(organisationId, origin),
      );
    }
    return projected.map((outcome) => (outcome === 'known' ? { ignored: 'older or known' } : undefined));
  });
}
