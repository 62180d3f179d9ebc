import type { Subscribe } from '@gatehouse/app-process';
import { batchConsumerOf, consumerOf } from '@gatehouse/consumers';
import type { EventOf } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import {
  type Generation,
  type GenerationConsumer,
  type Pace,
  performsEffects,
  type RunningReadModel,
  runReadModel,
} from '@gatehouse/read-models';
import type { Clock, Logger } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { openOrganisations } from './organisations.store.ts';
import type { ProjectionCollections, Projections } from './read-model.ts';
import { openUsers, type UsersProjection } from './users.store.ts';

/** What a reaction to a user gets from the generation that consumed the event. */
export interface Acting {
  /** The generation's own projection. */
  users: UsersProjection;
  /** Whether this generation performs the effects of a user's state, as the store has it at this moment. */
  acts(userId: string, version: number): Promise<boolean>;
}

export interface RunProjectionsOptions {
  projections: Projections;
  store: Store;
  eventLog: EventLog;
  subscribe: Subscribe;
  /** Projects the user, and performs the effects where the generation acts. */
  onUser: (acting: Acting, event: EventOf<'gatehouse.directory.user.v1'>) => Promise<void>;
  clock: Clock;
  log: Logger;
  pace?: Pace | undefined;
}

/** The group that consumes users. */
export const USERS_GROUP = 'invitations.users';

/**
 * A generation acts unless it is being built. One that drains acts too, but not on a state that the active generation is
 * past: that one knows better who has an email now.
 */
function actsOf(projections: Projections, run: string, now: () => number): Acting['acts'] {
  return async (userId, version) => {
    const control = await projections.look();
    if (!performsEffects(control, run)) return false;
    if (control.active.run === run) return true;
    const active = openUsers((await projections.ofRun(control.active.run)).users, now);
    return !(await active.isPast(userId, version));
  };
}

/** Keeps the projections of users and organisations up to date, and performs what a change of a user brings about. */
export function runProjections({
  projections,
  onUser,
  clock,
  ...options
}: RunProjectionsOptions): Promise<RunningReadModel> {
  const now = () => clock.now();
  const consumersOf = ({ run, collections }: Generation<ProjectionCollections>): GenerationConsumer[] => {
    const users = openUsers(collections.users, now);
    const organisations = openOrganisations(collections.organisations, now);
    const acting = { users, acts: actsOf(projections, run, now) };
    return [
      {
        group: USERS_GROUP,
        ...consumerOf({ 'gatehouse.directory.user.v1': (event) => onUser(acting, event) }),
      },
      {
        group: 'invitations.organisations',
        ...batchConsumerOf(['gatehouse.directory.organisation.v1'], async (events) => {
          await organisations.project(events.map(({ data }) => data));
        }),
        overlapping: true,
      },
    ];
  };
  return runReadModel({ ...options, model: projections, now, consumersOf });
}
