import { z } from 'zod';

/** The body of a callback, sent once the invited person is a user: exactly these members. */
export const callbackBody = z
  .strictObject({
    sub: z
      .string()
      .describe('The id of the user: a UUID in upper case, which never changes. Store it with your own id.'),
    sourceId: z
      .union([z.string(), z.int()])
      .describe('Your own id of the person, as the invitation had it: text or a whole number.'),
  })
  .meta({ id: 'Callback', description: 'Who the invited person is.' });

/** The claims of the JWT that a callback carries. */
export const callbackClaims = z
  .strictObject({
    iss: z
      .string()
      .describe(
        'Who sends it: the audience of the platform (`signin.education.gov.uk` unless it was set otherwise).',
      ),
    aud: z.string().describe('Whom it is for: the client id of the service that sent the invitation.'),
    iat: z.int().describe('When it was signed, in seconds since 1970.'),
    exp: z.int().describe('Until when it counts, in seconds since 1970: 10 minutes later.'),
    jti: z.string().describe('The id of the delivery: the same as `webhook-id`.'),
  })
  .meta({
    id: 'CallbackClaims',
    description:
      'The claims of the JWT in `Authorization`. It does not cover the body: verify the webhook signature.',
  });

/** The headers of a callback and of a webhook's event, other than `Authorization` and `Content-Type`. */
export const callbackHeaders = z.object({
  'webhook-id': z
    .string()
    .describe(
      'The id of the delivery: a UUID in upper case, the same on every attempt. What was handled under it is done: answer 2xx again.',
    ),
  'webhook-timestamp': z
    .string()
    .regex(/^\d+$/)
    .describe(
      'When this attempt was signed, in seconds since 1970. Refuse one that is more than 5 minutes off.',
    ),
  'webhook-signature': z
    .string()
    .describe(
      '`v1,` and the base64 text of HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`, keyed with the base64-decoded API secret. One for each secret that is valid, with spaces between; one that fits is enough.',
    ),
  'x-correlation-id': z
    .string()
    .describe(
      'The name in the logs of the request that began it: the invitation of a callback, the change of an event.',
    ),
});
