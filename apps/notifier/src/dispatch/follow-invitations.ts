import { consumerOf } from '@gatehouse/consumers';
import type { MakeDelivery } from '../delivery/messages.domain.ts';
import { onInvitation } from '../delivery/on-invitation.ts';
import { onRegistration } from '../delivery/on-registration.ts';
import type { SupersedeEmails } from '../delivery/supersede-emails.ts';

export interface ConsumerDependencies {
  make: MakeDelivery;
  supersede: SupersedeEmails;
  now: () => number;
}

/** Makes deliveries of the messages of invitations and registrations. */
export function deliveriesConsumer(dependencies: ConsumerDependencies) {
  return {
    group: 'notifier.deliveries',
    ...consumerOf({
      'gatehouse.invitations.invitation.v1': (event) => onInvitation(event, dependencies),
      'gatehouse.invitations.registration.v1': (event) => onRegistration(event, dependencies),
    }),
    // As many as a batch has, so that their inserts share a commit.
    concurrency: 100,
  };
}
