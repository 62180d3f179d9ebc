import { parseEvent, topics } from '@gatehouse/contracts';
import {
  type EventLog,
  type Outcome,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from '@gatehouse/event-log';
import type { Logger } from '@gatehouse/runtime';
import type { MakeDelivery } from '../delivery/messages.domain.ts';
import { onInvitation } from '../delivery/on-invitation.ts';
import { onRegistration } from '../delivery/on-registration.ts';
import type { SupersedeEmails } from '../delivery/supersede-emails.ts';

export interface ConsumerDependencies {
  eventLog: EventLog;
  make: MakeDelivery;
  supersede: SupersedeEmails;
  now: () => number;
  ping: () => Promise<void>;
  logger: Logger;
  onOutcome: NonNullable<SubscribeOptions['onOutcome']>;
}

/** Makes deliveries of the messages of invitations and registrations. */
export function followInvitations(dependencies: ConsumerDependencies): Promise<Subscription> {
  const { eventLog, make, supersede, now, ping, logger, onOutcome } = dependencies;
  return subscribe({
    log: eventLog,
    group: 'notifier.deliveries',
    topics: [topics.invitations.name],
    // As many as a batch has, so that their inserts share a commit.
    concurrency: 100,
    now,
    ping,
    logger,
    onOutcome,
    async handle({ event }): Promise<Outcome> {
      const known = parseEvent(event);
      switch (known?.type) {
        case 'gatehouse.invitations.invitation.v1':
          return onInvitation(known, { make, now });
        case 'gatehouse.invitations.registration.v1':
          return onRegistration(known, { make, supersede, now });
        default:
          return { status: 'ignored', reason: 'unknown type' };
      }
    },
  });
}
