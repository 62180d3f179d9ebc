import { topics } from '@gatehouse/contracts';
import { type EventLog, handledTogether } from '@gatehouse/event-log';
import {
  type Generation,
  type GenerationConsumer,
  type Pace,
  type RunningReadModel,
  runReadModel,
} from '@gatehouse/read-models';
import type { Logger } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import type { CountApprovers } from './approver-counting.ts';
import { onGrantChanged } from './consumers/on-grant-changed.ts';
import { onOrganisationsChanged } from './consumers/on-organisations-changed.ts';
import { onUsersChanged } from './consumers/on-users-changed.ts';
import type { Subscribing } from './consumers/subscribing.ts';
import type { SettleUsers } from './grant-settling.ts';
import { createListProjections } from './list-projection.ts';
import type { NoteWalk } from './list-walks.ts';
import type { Collections } from './stores/collections.ts';
import { LISTS } from './stores/list-rows.ts';
import { ORGANISATIONS } from './stores/organisations.ts';
import type { PeopleCollections } from './stores/people.ts';
import type { ListCollections } from './stores/user-lists.ts';
import { USERS } from './stores/users.ts';

interface Parts {
  collections: Collections;
  store: Store;
  eventLog: EventLog;
  settleUsers: SettleUsers;
  countApprovers: CountApprovers;
  subscribe: Subscribing;
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
      topics: [topics.users.name],
      ...handledTogether(onUsersChanged({ ...collections, ...parts }, generation)),
      batchSize: TAKEN_AT_A_TIME,
      overlapping: true,
    },
    {
      group: `access.${ORGANISATIONS}`,
      topics: [topics.organisations.name],
      ...handledTogether(onOrganisationsChanged(parts, generation)),
      overlapping: true,
    },
  ];

const consumersOfLists = ({ collections: { userLists }, noteWalk, now }: Parts) => {
  const projectInto = createListProjections({ userLists, noteWalk, now });
  return ({ run }: Generation<ListCollections>): GenerationConsumer[] => [
    {
      group: `access.${LISTS}`,
      topics: [topics.grants.name],
      handle: onGrantChanged({ project: projectInto(run) }),
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
