import { callbackBody, callbackClaims, callbackHeaders, exampleIds } from '@gatehouse/contracts';
import { USER_ID } from '../examples/example-values.ts';
import { eventWebhooks } from './event-webhooks.ts';
import type { Answer, OpenApi, Parameter } from './open-api.ts';
import type { SchemaBook } from './schema-book.ts';

const TEXT = [
  'Posted to the `callback` of an invitation once the person is a user and the API shows the result. It may come more than once: drop what repeats a `webhook-id`.',
  'Verify it before you use it. It carries two signatures, and either is enough: the headers of Standard Webhooks, which cover the body, and a JWT with the claims `CallbackClaims`.',
  'It counts as delivered when it is answered 2xx within 10 seconds; 2 seconds to connect. Redirects are not followed. Otherwise it is tried again: at once, after 5 seconds, 5 and 30 minutes, 2, 5, 10 and 10 hours, unless the platform has another schedule. After the last attempt it is kept as failed, and the operator can deliver it again.',
].join('\n\n');

const TOKEN = [
  'A JWT that the platform signs: HS256, with the text of the API secret of the service as the key. Its claims are `CallbackClaims`.',
  'While a secret is being rotated the newest signs; after a 401 or 403 the next attempt uses the next older.',
].join('\n\n');

/** The headers of what the platform posts. */
function headersOf(book: SchemaBook): Parameter[] {
  const { properties = {} } = book.given(callbackHeaders);
  return Object.entries(properties).map(([name, { description = '', ...schema }]) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema,
    ...(name === 'webhook-id' && { example: exampleIds.delivery }),
  }));
}

/** What a receiver may answer, and what comes of it. */
const answersWith = (gone: string): Record<string, Answer> => ({
  200: { description: 'Delivered; any other 2xx as well. The body of the answer is not used.' },
  410: { description: gone },
  default: {
    description:
      'Anything else, a redirect too: it is tried again. `Retry-After`, in seconds or as a date, delays the next attempt, up to twice the step of the schedule.',
  },
});

/** How a receiver authenticates the platform, for the document's security schemes. */
export const callbackToken = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: TOKEN };

/** What the platform posts to services. */
export function webhooksOf(book: SchemaBook): NonNullable<OpenApi['webhooks']> {
  book.given(callbackClaims);
  const example = { sub: USER_ID, sourceId: 'joiner-1' };
  return {
    callback: {
      post: {
        operationId: 'receiveCallback',
        summary: 'Receive who an invited person is',
        description: TEXT,
        tags: ['Webhooks'],
        security: [{ callbackToken: [] }],
        parameters: headersOf(book),
        requestBody: {
          required: true,
          content: { 'application/json': { schema: book.given(callbackBody), example } },
        },
        responses: answersWith('The receiver wants it no more: the delivery ends as failed.'),
      },
    },
    ...eventWebhooks(book, {
      parameters: headersOf(book),
      responses: answersWith('The receiver wants no more: the webhook is disabled.'),
    }),
  };
}
