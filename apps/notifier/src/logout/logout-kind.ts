import type { Kind, MessageOf } from '../delivery/kind.domain.ts';
import { logoutQueue } from '../delivery/queues.domain.ts';

/** Logout tokens: those to one origin wait for each other, and for no callbacks. */
export const logoutKind: Kind<MessageOf<'logout'>> = {
  queueOf: ({ url }) => logoutQueue(url),
  scheduleOf: () => 'logout',
  shown: ({ url }) => ({ url }),
};
