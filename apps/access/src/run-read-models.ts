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
import type { CountApprovers } from './approvers/count-approvers.ts';
import type { PeopleCollections } from './approvers/people.ts';
import type { Collections } from './collections.ts';
import type { SettleUsers } from './grants/reconcile-grants.ts';
import { onOrganisationsChanged } from './people/on-organisation-changed.ts';
import { onUsersChanged } from './people/on-user-changed.ts';
import { ORGANISATIONS } from './people/organisations.store.ts';
import { USERS } from './people/users.store.ts';
import { LISTS } from './user-list/list-rows.store.ts';
import { onGrantChanged } from './user-list/on-grant-changed.ts';
import { createListProjections } from './user-list/project-grants.ts';
import type { ListCollections } from './user-list/user-lists.ts';
import type { NoteWalk } from './user-list/walks.ts';

interface Parts {
  collections: Collections;
  store: Store;
  eventLog: EventLog;
  settleUsers: SettleUsers;
  countApprovers: CountApprovers;
  subscribe: Subscribe;
  noteWalk: NoteWalk;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** Records of a topic that are handled at a time: what is done once for all of them costs each the less. */
const TAKEN_AT_A_TIME = 250;

/** Who keeps the copies of users, without its run. */
export const USERS_GROUP = `access.${USERS}`;

const consumersOfPeople =
  ({ collections, ...parts }: Parts) =>
  (generation: Generation<PeopleCollections>): GenerationConsumer[] => [
    {
      group: USERS_GROUP,
      ...onUsersChanged({ ...collections, ...parts }, generation),
      batchSize: TAKEN_AT_A_TIME,
      overlapping: true,
    },
    {
      group: `access.${ORGANISATIONS}`,
      ...onOrganisationsChanged(parts, generation),
      overlapping: true,
    },
  ];

const consumersOfLists = ({ collections: { userLists }, noteWalk, now }: Parts) => {
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
};

/** Keeps what access reads, from the events of its neighbours and its own. */
export async function runReadModels(parts: Parts): Promise<readonly RunningReadModel[]> {
  const { people, userLists } = parts.collections;
  const runningPeople = await runReadModel({
    ...parts,
    model: people,
    consumersOf: consumersOfPeople(parts),
  });
  try {
    const runningLists = await runReadModel({
      ...parts,
      model: userLists,
      consumersOf: consumersOfLists(parts),
    });
    return [runningPeople, runningLists];
  } catch (error) {
    await runningPeople.close();
    throw error;
  }
}
