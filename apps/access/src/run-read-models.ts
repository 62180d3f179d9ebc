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
import { onUserChanged } from './consumers/on-user-changed.ts';
import type { Subscribing } from './consumers/subscribing.ts';
import type { SettleGrant } from './grant-settling.ts';
import { countAllLists } from './list-count.ts';
import { FILLED_AT_A_TIME } from './list-filling.ts';
import { createListProjection } from './list-projection.ts';
import type { Collections } from './stores/collections.ts';
import { LISTS } from './stores/list-rows.ts';
import { ORGANISATIONS } from './stores/organisations.ts';
import type { PeopleCollections } from './stores/people.ts';
import type { ListCollections, UserLists } from './stores/user-lists.ts';
import { USERS } from './stores/users.ts';

interface Parts {
  collections: Collections;
  store: Store;
  eventLog: EventLog;
  settle: SettleGrant;
  countApprovers: CountApprovers;
  subscribe: Subscribing;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** Who keeps the copies of users, without its run. */
export const USERS_GROUP = `access.${USERS}`;

const consumersOfPeople =
  ({ collections, ...parts }: Parts) =>
  (generation: Generation<PeopleCollections>): GenerationConsumer[] => [
    {
      group: USERS_GROUP,
      topics: [topics.users.name],
      handle: onUserChanged({ ...collections, ...parts }, generation),
      concurrency: FILLED_AT_A_TIME,
      batchSize: FILLED_AT_A_TIME,
      overlapping: true,
    },
    {
      group: `access.${ORGANISATIONS}`,
      topics: [topics.organisations.name],
      ...handledTogether(onOrganisationsChanged(parts, generation)),
      overlapping: true,
    },
  ];

/** Where lists are filled: whether they still are, as the store has it at that moment, and what is read meanwhile. */
function besideOf(userLists: UserLists, run: string) {
  const { reads, fills } = userLists.seen();
  if (fills?.run !== run) return undefined;
  return {
    before: userLists.ofRun(reads.run),
    async phase() {
      if (userLists.seen().fills?.run !== run) return 'read';
      const control = await userLists.look();
      if (control.fills?.run !== run) return 'read';
      return control.fills.isNearEnd === true ? 'near' : 'filling';
    },
  } as const;
}

const consumersOfLists =
  ({ collections: { userLists }, now }: Parts) =>
  ({ run, collections }: Generation<ListCollections>): GenerationConsumer[] => [
    {
      group: `access.${LISTS}`,
      topics: [topics.grants.name],
      handle: onGrantChanged({
        project: createListProjection({ ...collections, now, beside: besideOf(userLists, run) }),
      }),
      concurrency: FILLED_AT_A_TIME,
      batchSize: FILLED_AT_A_TIME,
      overlapping: true,
    },
  ];

/** Keeps what access reads, from the events of its neighbours and its own. */
export async function runReadModels(parts: Parts): Promise<readonly RunningReadModel[]> {
  const { collections, now } = parts;
  const { people, userLists, services } = collections;
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
      beforeSwitch: ({ collections: { listRows } }) => countAllLists({ listRows, now }, services),
    });
    return [runningPeople, runningLists];
  } catch (error) {
    await runningPeople.close();
    throw error;
  }
}
