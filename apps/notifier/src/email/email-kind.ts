import type { Kind, MessageOf } from '../delivery/kind.domain.ts';
import { CODES_QUEUE, EMAIL_QUEUE } from '../delivery/queues.domain.ts';
import { scheduleOf } from './templates.ts';

/** Emails: those with a sign-in code have a queue of their own. */
export const emailKind: Kind<MessageOf<'email'>> = {
  queueOf: (message) => (scheduleOf(message) === 'code' ? CODES_QUEUE : EMAIL_QUEUE),
  scheduleOf,
  shown: ({ recipient }) => ('address' in recipient ? { to: recipient.address } : {}),
};
