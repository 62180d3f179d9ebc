import type { Subscribe } from '@gatehouse/app-process';
import { batchConsumerOf, consumerOf } from '@gatehouse/consumers';
import type { EventOf } from '@gatehouse/contracts';
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
import { openPeople, type PeopleCollections, type PeopleReadModel } from './people.read-model.ts';

/** The groups that consume users, and invitations. */
export const USERS_GROUP = 'signin.users';
export const INVITATIONS_GROUP = 'signin.invitations';

export interface RunPeopleOptions {
  model: PeopleReadModel;
  store: Store;
  eventLog: EventLog;
  subscribe: Subscribe;
  /** After a user was projected: what the change brings about. It may be called again, and by each generation. */
  onUser: (event: EventOf<'gatehouse.directory.user.v1'>) => Promise<void>;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** Keeps the projections up to date. */
export function runPeople({ onUser, now, ...options }: RunPeopleOptions): Promise<RunningReadModel> {
  const consumersOf = ({ collections }: Generation<PeopleCollections>): GenerationConsumer[] => {
    const { users, organisations, grants, invitations } = openPeople(collections, now);
    return [
      {
        group: USERS_GROUP,
        ...consumerOf({
          async 'gatehouse.directory.user.v1'(event) {
            await users.project(event.data.state, event.data.version);
            await onUser(event);
          },
        }),
      },
      {
        group: 'signin.organisations',
        ...batchConsumerOf(['gatehouse.directory.organisation.v1'], async (events) => {
          await organisations.project(events.map(({ data }) => data));
        }),
        overlapping: true,
      },
      {
        group: 'signin.grants',
        ...batchConsumerOf(['gatehouse.access.grant.v1'], async (events) => {
          await grants.project(events.map(({ data }) => data));
        }),
        overlapping: true,
      },
      {
        group: INVITATIONS_GROUP,
        ...batchConsumerOf(['gatehouse.invitations.invitation.v1'], async (events) => {
          await invitations.project(events.map(({ data }) => data));
        }),
        overlapping: true,
      },
    ];
  };
  return runReadModel({ ...options, now, consumersOf });
}
