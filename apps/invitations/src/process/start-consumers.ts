import type { Subscribe } from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import { originOf } from '@gatehouse/contracts';
import type { ProcessDependencies } from './dependencies.ts';
import { followRegistration } from './follow-registration.ts';
import { onDelivery } from './on-delivery.ts';
import { onInvitation, type UsersReachEnd } from './on-invitation.ts';
import { onServiceLink } from './on-service-link.ts';

export interface StartConsumersOptions {
  consume: Subscribe;
  dependencies: ProcessDependencies;
  /** See `UsersReachEnd`. */
  usersReachEnd: UsersReachEnd;
  /** Rejects while the store is away. */
  pingStore: () => Promise<void>;
}

const BARRIER_PING_MS = 500;
/** Nobody waits until what was sent is dropped here, and few deliveries are emails of registrations. */
const DELIVERIES_LINGER_MS = 500;

/** Starts everything that decides by the projections. */
export async function startConsumers(options: StartConsumersOptions): Promise<void> {
  const { consume, dependencies, usersReachEnd, pingStore } = options;
  await consume({
    group: 'invitations.service-links',
    ...consumerOf({ 'gatehouse.access.service-link.v1': (event) => onServiceLink(dependencies, event) }),
  });
  await consume({
    group: 'invitations.deliveries',
    ...consumerOf({ 'gatehouse.notifier.delivery.v1': (event) => onDelivery(dependencies, event) }),
    lingerMs: DELIVERIES_LINGER_MS,
  });
  await consume({
    group: 'invitations.lifecycle',
    ...consumerOf({
      'gatehouse.invitations.invitation.v1': (event) => onInvitation(dependencies, usersReachEnd, event),
      'gatehouse.invitations.registration.v1': (event) =>
        followRegistration(dependencies, event.data.state.id, originOf(event)),
    }),
    // A projection of users that lags is no invitation's fault: nothing is given up for it.
    async ping() {
      await pingStore();
      if (!(await usersReachEnd(BARRIER_PING_MS)))
        throw new Error('the projection of users lags behind the log');
    },
  });
}
