import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { lastKept, type Mailbox } from '../stores/mailbox.ts';

const message = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    sentAt: z.string(),
  })
  .meta({ id: 'MailboxMessage' });

/** The newest so many are shown. */
const SHOWN = 500;

/** `GET /mailbox/messages?to=`: the kept emails, the oldest first. */
export function listMailboxMessagesRoute({ mailbox }: { mailbox: Mailbox }): Route {
  return route({
    method: 'get',
    path: '/mailbox/messages',
    access: 'open',
    operationId: 'listMailboxMessages',
    summary: 'The emails that were kept instead of sent',
    described: {
      text: 'Needs the operator’s token where the platform listens on more than loopback.',
      refusals: {
        unauthenticated: 'No token of the operator’s came, and the platform listens on more than loopback',
        forbidden: 'The token is not the operator’s',
        'not-found': 'Emails are sent and not kept',
        unavailable: 'Not now; another try makes sense',
      },
    },
    query: z.object({ to: z.string().optional() }),
    responses: { 200: z.array(message) },
    async handle({ query: { to } }) {
      const newestFirst = await lastKept(mailbox, { to, limit: SHOWN });
      return { status: 200, body: newestFirst.reverse().map(({ _id, ...facts }) => ({ id: _id, ...facts })) };
    },
  });
}
