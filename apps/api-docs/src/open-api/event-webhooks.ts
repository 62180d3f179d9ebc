import { webhookEvents, webhookEventTypes, webhookExamples } from '@gatehouse/contracts';
import type { OpenApi, Operation } from './open-api.ts';
import type { SchemaBook } from './schema-book.ts';

const TEXT = [
  'Posted to the webhook of a service that wants this event type. It holds ids and no personal data: read through the API what it means.',
  'Verify it before you use it, by the headers of Standard Webhooks, which cover the body; there is no `Authorization`. It may come more than once: drop what repeats a `webhook-id`.',
  'Events of one user, one organisation or one invitation come one at a time and in order. `version` tells the later of two events about the same entity.',
].join('\n\n');

/** `user.updated` becomes `receiveUserUpdated`. */
const operationIdOf = (type: string) =>
  `receive${type
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

/** What the platform posts to a service's webhook: an operation for each event type, with its example. */
export function eventWebhooks(
  book: SchemaBook,
  shared: Pick<Operation, 'responses'> & Required<Pick<Operation, 'parameters'>>,
): NonNullable<OpenApi['webhooks']> {
  const operations = webhookEventTypes.map((type) => {
    const schema = webhookEvents[type];
    const { description = '' } = schema.meta() ?? {};
    const post: Operation = {
      operationId: operationIdOf(type),
      summary: `Be told: ${type}`,
      description: `${description}\n\n${TEXT}`,
      tags: ['Webhooks'],
      security: [],
      ...shared,
      requestBody: {
        required: true,
        content: { 'application/json': { schema: book.given(schema), example: webhookExamples[type] } },
      },
    };
    return [type, { post }];
  });
  return Object.fromEntries(operations);
}
