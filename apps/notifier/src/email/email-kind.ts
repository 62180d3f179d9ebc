import type { EmailMessage } from '@gatehouse/contracts';
import type { Kind, MessageOf } from '../delivery/kind.domain.ts';
import { CODES_QUEUE, EMAIL_QUEUE } from '../delivery/queues.domain.ts';
import { type Templates, templateOf } from './templates.ts';

/** Emails: those with a sign-in code have a queue of their own. */
export function emailKindWith(templates: Templates): Kind<MessageOf<'email'>> {
  const scheduleOf = (message: EmailMessage) => templateOf(templates, message)?.schedule ?? 'default';
  return {
    queueOf: (message) => (scheduleOf(message) === 'code' ? CODES_QUEUE : EMAIL_QUEUE),
    scheduleOf,
    shown: ({ recipient }) => ('address' in recipient ? { to: recipient.address } : {}),
  };
}
