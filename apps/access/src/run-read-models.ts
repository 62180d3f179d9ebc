import type { Subscribe } from '@gatehouse/app-process';
import type { EventLog } from '@gatehouse/event-log';
import {
  type Generation,
  type GenerationConsumer,
  type Pace,
  type RunningReadModel,
  runReadModel,
} from '@gatehouse/read-models';
import type { Logger } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import type { PeopleCollections } from './approvers/people.read-model.ts';
import { createApproverCount } from './approvers/publish-last-approver.ts';
import { createApproverReconciler } from './approvers/reconcile-approvers.ts';
import type { Collections } from './collections.ts';
import { organisationNotices } from './directory-notices/organisation-notices.ts';
import { userNotices } from './directory-notices/user-notices.ts';
import { whilePerforming } from './directory-notices/while-performing.ts';
import { createOutboxRoom } from './grants/outbox-room.ts';
import { createUserReconciler, type ReconcileGrant } from './grants/reconcile-grants.ts';
import { onOrganisationChanged } from './people/on-organisation-changed.ts';
import { onUserChanged } from './people/on-user-changed.ts';
import { ORGANISATIONS } from './people/organisations.store.ts';
import { createMemberReconciler } from './people/reconcile-members.ts';
import { USERS } from './people/users.store.ts';
import { LISTS } from './user-list/list-rows.store.ts';
import type { ListCollections } from './user-list/lists.read-model.ts';
import type { NoteWalk } from './user-list/note-walk.ts';
import { onGrantChanged } from './user-list/on-grant-changed.ts';
import { createListProjections } from './user-list/project-grants.ts';

interface ReadModelDependencies {
  collections: Collections;
  store: Store;
  eventLog: EventLog;
  reconcile: ReconcileGrant;
  subscribe: Subscribe;
  noteWalk: NoteWalk;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** Records of a topic that are handled together: what is done once for all of them costs each less. */
const TAKEN_AT_A_TIME = 250;

/** The consumer group that keeps the projection of users, without its run. */
export const USERS_GROUP = `access.${USERS}`;

function consumersOfPeople({ collections, store, reconcile, now }: ReadModelDependencies) {
  const { people } = collections;
  const approvers = async () => {
    await people.look();
    return (await people.current()).approvers;
  };
  const reactions = {
    reconcileGrants: createUserReconciler(
      { ...collections, now, outboxRoom: createOutboxRoom(store.outbox) },
      reconcile,
    ),
    countApprovers: createApproverCount({ ...collections, approvers, now }),
  };
  return ({ run, collections: generation }: Generation<PeopleCollections>): GenerationConsumer[] => {
    const { users, organisations } = generation;
    const { ofUsers, ofOrganisations } = createApproverReconciler(generation, now);
    const telling = { ...collections, organisations, now };
    const performing = whilePerforming(people, run);
    return [
      {
        group: USERS_GROUP,
        ...onUserChanged({
          ...{ ...reactions, people, run, users, reconcileApprovers: ofUsers, now },
          reconcileMembers: createMemberReconciler(generation, now),
          noticesOf: (changed) => performing(userNotices(telling, changed)),
        }),
        batchSize: TAKEN_AT_A_TIME,
        overlapping: true,
      },
      {
        group: `access.${ORGANISATIONS}`,
        ...onOrganisationChanged({
          ...{ organisations, reconcileApprovers: ofOrganisations, now },
          noticesOf: (changed) => performing(organisationNotices(telling, changed)),
        }),
        overlapping: true,
      },
    ];
  };
}

function consumersOfLists({ collections: { userLists }, noteWalk, now }: ReadModelDependencies) {
  const projectInto = createListProjections({ userLists, noteWalk, now });
  return ({ run }: Generation<ListCollections>): GenerationConsumer[] => [
    {
      group: `access.${LISTS}`,
      ...onGrantChanged({ project: projectInto(run) }),
      concurrency: TAKEN_AT_A_TIME,
      batchSize: TAKEN_AT_A_TIME,
      overlapping: true,
    },
  ];
}

/** Keeps access's read models, from the events of its neighbours and its own. */
export async function runReadModels(
  dependencies: ReadModelDependencies,
): Promise<readonly RunningReadModel[]> {
  const { people, userLists } = dependencies.collections;
  const runningPeople = await runReadModel({
    ...dependencies,
    model: people,
    consumersOf: consumersOfPeople(dependencies),
  });
  try {
    const consumersOf = consumersOfLists(dependencies);
    const runningLists = await runReadModel({ ...dependencies, model: userLists, consumersOf });
    return [runningPeople, runningLists];
  } catch (error) {
    await runningPeople.close();
    throw error;
  }
}
