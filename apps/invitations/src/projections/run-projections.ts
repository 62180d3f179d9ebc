import type { Subscribe } from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import type { EventLog } from '@gatehouse/event-log';
import {
  type Generation,
  type GenerationConsumer,
  type Pace,
  performsEffects,
  type RunningReadModel,
  runReadModel,
} from '@gatehouse/read-models';
import type { Store } from '@gatehouse/store';
import type { Journey } from '../process/dependencies.ts';
import { onUser } from '../process/on-user.ts';
import { onOrganisations } from './on-organisation.ts';
import {
  type Copies,
  type CopyCollections,
  organisationCopiesIn,
  type UserCopies,
  userCopiesIn,
} from './projections.ts';

export interface RunCopiesOptions {
  copies: Copies;
  store: Store;
  eventLog: EventLog;
  journey: Journey;
  subscribe: Subscribe;
  pace?: Pace | undefined;
}

/** The group that keeps the copies of users. */
export const USERS_GROUP = 'invitations.users';

/**
 * A generation acts unless it is being filled. One that is left behind acts too, but not on a state that the generation
 * that is read is past: that one knows better who has an email now.
 */
function actingOf(copies: Copies, run: string, now: () => number) {
  return async (userId: string, version: number): Promise<boolean> => {
    const control = await copies.look();
    if (!performsEffects(control, run)) return false;
    if (control.reads.run === run) return true;
    const read: UserCopies = userCopiesIn((await copies.ofRun(control.reads.run)).users, now);
    return !(await read.isPast(userId, version));
  };
}

/** Keeps the copies of users and organisations, and does what a change of a user asks for. */
export function runCopies(options: RunCopiesOptions): Promise<RunningReadModel> {
  const { copies, store, eventLog, journey, subscribe, pace } = options;
  const now = () => journey.clock.now();
  const consumersOf = ({ run, collections }: Generation<CopyCollections>): GenerationConsumer[] => {
    const users = userCopiesIn(collections.users, now);
    const organisations = organisationCopiesIn(collections.organisations, now);
    const acting = { users, acts: actingOf(copies, run, now) };
    return [
      {
        group: USERS_GROUP,
        ...consumerOf({ 'gatehouse.directory.user.v1': (event) => onUser(journey, acting, event) }),
      },
      {
        group: 'invitations.organisations',
        ...onOrganisations(organisations),
        overlapping: true,
      },
    ];
  };
  return runReadModel({
    model: copies,
    store,
    eventLog,
    now,
    log: journey.log,
    pace,
    consumersOf,
    subscribe,
  });
}
