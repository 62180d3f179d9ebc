import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { lastKept, type Mailbox } from './mailbox.store.ts';

const message = z
  .object({
    id: z.string().describe('The id of the email.'),
    to: z.string().describe('The address that it was sent to.'),
    subject: z.string().describe('The subject.'),
    text: z.string().describe('The text part.'),
    html: z.string().describe('The HTML part.'),
    sentAt: z.string().describe('When it was sent: ISO 8601 in UTC.'),
  })
  .meta({ id: 'MailboxMessage', description: 'An email that was kept instead of sent.' });

/** The newest so many are shown. */
const SHOWN = 500;

/** `GET /mailbox/messages?to=`: the kept emails, the oldest first. */
export function listMailboxMessagesRoute({ mailbox }: { mailbox: Mailbox }): Route {
  return route({
    method: 'get',
    path: '/mailbox/messages',
    access: 'open',
    operationId: 'listMailboxMessages',
    summary: 'List the emails that were kept instead of sent',
    described: {
      text: 'Needs the operator’s token where the platform listens on more than loopback, or is in production.',
      refusals: {
        unauthenticated:
          'The platform listens on more than loopback or is in production, and the request has no valid token.',
        forbidden: 'The token is not that of the operator.',
        'not-found': 'This platform sends its emails and keeps none.',
        unavailable: 'Not available right now. Try again later.',
      },
    },
    query: z.object({
      to: z.string().optional().describe('Only emails to this address, in any letter case.'),
    }),
    responses: {
      200: z.array(message).describe('The kept emails, the oldest first; at most the 500 newest.'),
    },
    async handle({ query: { to } }) {
      const newestFirst = await lastKept(mailbox, { to, limit: SHOWN });
      return { status: 200, body: newestFirst.reverse().map(({ _id, ...facts }) => ({ id: _id, ...facts })) };
    },
  });
}
