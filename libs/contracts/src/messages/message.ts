import { z } from 'zod';
import { personal, shapedBy } from '../personal.ts';
import { instant, uuid, version } from '../primitives.ts';
import { type EmailData, type EmailTemplate, emailTemplates } from './email-templates.ts';
import { webhookMessage } from './webhook-message.ts';

const common = {
  id: uuid.describe('The id of the delivery.'),
  at: instant.describe('When it became due.'),
  correlationId: z.string().describe('The request that began it.'),
};

/** A callback to a service. */
export const callbackMessage = z
  .object({
    ...common,
    kind: z.literal('callback').describe('A callback to a service.'),
    serviceId: uuid.describe(
      'The service that asked: its API secret signs the callback, and its client id is the audience.',
    ),
    url: z.string().describe('Where it goes.'),
    body: z
      .object({
        sub: uuid.describe('The id of the user.'),
        sourceId: z.union([z.string(), z.int()]).describe('The id that the service has for the person.'),
      })
      .describe('What it says.'),
  })
  .meta({ id: 'CallbackMessage', description: 'A callback to be sent.' });
export type CallbackMessage = z.output<typeof callbackMessage>;

/** To whom an email goes. */
export const emailRecipient = z.union([
  z
    .object({ address: personal(z.string()).describe('The address.') })
    .meta({ id: 'EmailAddressRecipient', description: 'An address.' }),
  z
    .object({
      userId: uuid.describe('The user, whose address is looked up when the email goes out.'),
      userVersion: version.describe('A later incarnation of the id is another person.'),
    })
    .meta({ id: 'EmailUserRecipient', description: 'A user.' }),
]);
export type EmailRecipient = z.output<typeof emailRecipient>;

/** An email. Its template says what the data must hold, and by which schedule it is tried. */
export const emailMessage = z
  .object({
    ...common,
    kind: z.literal('email').describe('An email.'),
    serviceId: uuid.optional().describe('The service on whose behalf it is sent.'),
    template: z.string().describe('The name of the template.'),
    recipient: emailRecipient.describe('To whom it goes.'),
    data: personal(z.record(z.string(), z.unknown())).describe('What the template says.'),
    sealed: z
      .string()
      .optional()
      .describe('Its secret parts, encrypted under a key that only the platform has.'),
    notAfter: instant.optional().describe('From then on it is not sent any more.'),
    generation: z
      .int()
      .positive()
      .optional()
      .describe('Supersedes earlier generations of the same entity, and is superseded once not listed.'),
  })
  .meta({ id: 'EmailMessage', description: 'An email to be sent.' });
export type EmailMessage = z.output<typeof emailMessage>;

/** A logout token to a service of a session that is over. */
export const logoutMessage = z
  .object({
    ...common,
    kind: z.literal('logout').describe('A logout token.'),
    serviceId: uuid.describe('The service that the person was signed in to: its client id is the audience.'),
    url: z.string().describe('Where it goes.'),
    userId: uuid.describe('Who was signed in: the `sub` of the token.'),
    sid: uuid.describe('The session that is over.'),
  })
  .meta({ id: 'LogoutMessage', description: 'A logout token to be sent. It is signed at each attempt.' });
export type LogoutMessage = z.output<typeof logoutMessage>;

/**
 * A change of a user's subscriptions to emails, which another platform keeps: the address they go to, or the end of all of
 * them. A later generation of an identity supersedes what earlier ones say.
 */
export const subscriptionMessage = z
  .object({
    ...common,
    kind: z.literal('subscription').describe('A change of email subscriptions.'),
    userId: uuid.describe('Whose subscriptions: the id that the platform of subscriptions links them by.'),
    change: z
      .enum(['address', 'end'])
      .describe('`address`: they go to another address. `end`: all of them end.'),
    address: personal(z.string()).optional().describe('The new address.'),
    generation: z.int().positive().describe('Supersedes earlier generations of the same entity.'),
  })
  .meta({ id: 'SubscriptionMessage', description: 'A change of email subscriptions to be told.' });
export type SubscriptionMessage = z.output<typeof subscriptionMessage>;

/** The end of all subscriptions of a user, who may be gone: nothing personal is in it. */
export const subscriptionEndMessage = subscriptionMessage
  .omit({ address: true })
  .extend({ change: z.literal('end').describe('All subscriptions end.') })
  .meta({ id: 'SubscriptionEndMessage', description: 'The end of all email subscriptions, to be told.' });

/**
 * What an entity wants to have sent. The notifier makes one delivery of each message, whose id is the message's (one for
 * each service that is told, of a webhook's). It knows the kinds of messages and no other app's states.
 */
export const message = z.discriminatedUnion('kind', [
  callbackMessage,
  emailMessage,
  webhookMessage,
  logoutMessage,
  subscriptionMessage,
]);
export type Message = z.output<typeof message>;

/** The member by which a state lists its messages. A message is listed for as long as it may have to be sent. */
export const messages = z.array(message).optional().describe('What is to be sent.');

/** An email's message, in the data that its template names. */
export function emailOf<T extends EmailTemplate>(
  template: T,
  email: Omit<EmailMessage, 'kind' | 'template' | 'data'> & { data: EmailData<T> },
): EmailMessage {
  const data = shapedBy(emailTemplates[template] as z.ZodObject, email.data) as EmailMessage['data'];
  return shapedBy(emailMessage, { ...email, kind: 'email', template, data });
}
