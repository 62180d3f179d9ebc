import type { Subscribe } from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import type { EventOf } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import {
  type Generation,
  type GenerationConsumer,
  openReadModel,
  type Pace,
  type RunningReadModel,
  runReadModel,
} from '@gatehouse/read-models';
import { type Logger, retryUntilOpen } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { openPeople, type People, type PeopleCollections, people } from './people.read-model.ts';
import type { UsersProjection } from './users.store.ts';

/** The group that consumes users. */
export const USERS_GROUP = 'accounts.users';

export interface StartPeopleOptions {
  store: Store;
  eventLog: EventLog;
  subscribe: Subscribe;
  /** After a user was projected: what the change brings about. It may be called again, and by each generation. */
  onUser: (event: EventOf<'gatehouse.directory.user.v1'>, users: UsersProjection) => Promise<void>;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** The projection of users, as it is asked for and followed. */
export interface RunningPeople {
  people: People;
  readModel: RunningReadModel;
}

/** Opens the projection and starts to follow the log. */
export async function startPeople({ onUser, ...options }: StartPeopleOptions): Promise<RunningPeople> {
  const { store, now, log, pace } = options;
  const open = () => openReadModel({ store, declaration: people, now, ...(pace && { pace }) });
  const model = await retryUntilOpen('store', open, { log });
  const read = openPeople(model.collections, now);
  const consumersOf = ({ collections }: Generation<PeopleCollections>): GenerationConsumer[] => {
    const { users } = openPeople(collections, now);
    return [
      {
        group: USERS_GROUP,
        ...consumerOf({
          async 'gatehouse.directory.user.v1'(event) {
            await users.project(event.data.state, event.data.version);
            await onUser(event, read.users);
          },
        }),
      },
    ];
  };
  const readModel = await runReadModel({ ...options, model, consumersOf });
  return { people: read, readModel };
}
