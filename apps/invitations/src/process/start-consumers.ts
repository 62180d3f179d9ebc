import type { Subscribe } from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import type { Journey } from './dependencies.ts';
import { onDelivery } from './on-delivery.ts';
import { onInvitation, onRegistration, type UsersReachEnd } from './on-lifecycle.ts';
import { onServiceLink } from './on-service-link.ts';

export interface StartConsumersOptions {
  consume: Subscribe;
  journey: Journey;
  /** See `UsersReachEnd`. */
  usersReachEnd: UsersReachEnd;
  /** Rejects while the store is away. */
  pingStore: () => Promise<void>;
}

const BARRIER_PING_MS = 500;

/** Starts everything that decides by the projections. */
export async function startConsumers(options: StartConsumersOptions): Promise<void> {
  const { consume, journey, usersReachEnd, pingStore } = options;
  await consume({
    group: 'invitations.service-links',
    ...consumerOf({ 'gatehouse.access.service-link.v1': (event) => onServiceLink(journey, event) }),
  });
  await consume({
    group: 'invitations.deliveries',
    ...consumerOf({ 'gatehouse.notifier.delivery.v1': (event) => onDelivery(journey, event) }),
  });
  await consume({
    group: 'invitations.lifecycle',
    ...consumerOf({
      'gatehouse.invitations.invitation.v1': (event) => onInvitation(journey, usersReachEnd, event),
      'gatehouse.invitations.registration.v1': (event) => onRegistration(journey, event),
    }),
    // A projection of users that lags is no invitation's fault: nothing is given up for it.
    async ping() {
      await pingStore();
      if (!(await usersReachEnd(BARRIER_PING_MS))) throw new Error('the copy of users lags behind the log');
    },
  });
}
