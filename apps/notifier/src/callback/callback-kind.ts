import type { Kind, MessageOf } from '../delivery/kind.domain.ts';
import { originQueue } from '../delivery/queues.domain.ts';

/** Callbacks: deliveries to one origin wait for each other. */
export const callbackKind: Kind<MessageOf<'callback'>> = {
  queueOf: ({ url }) => originQueue(url),
  scheduleOf: () => 'default',
  shown: ({ url }) => ({ url }),
};
