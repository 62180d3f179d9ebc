import type { Kind, MessageOf } from '../delivery/kind.domain.ts';
import { subscriptionQueue } from '../delivery/queues.domain.ts';

/** Changes of email subscriptions. Where one went is shown once it is known. */
export const subscriptionKind: Kind<MessageOf<'subscription'>> = {
  queueOf: ({ userId }) => subscriptionQueue(userId),
  scheduleOf: () => 'default',
  shown: () => ({}),
};
