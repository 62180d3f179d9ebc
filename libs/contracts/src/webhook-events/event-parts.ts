import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';

/** Members that the data of several events have. */
export const eventParts = {
  userId: uuid.describe('The id of the user: a UUID in upper case, which never changes.'),
  organisationId: uuid.describe('The id of the organisation: a UUID in upper case.'),
  serviceId: uuid.describe('The id of the service that it is about: your own, or a child of it.'),
  invitationId: uuid.describe('The id of the invitation, as the request that made it was answered.'),
};

/** The version that an event carries. */
export function versionOf(what: string) {
  return z
    .int()
    .nonnegative()
    .describe(
      `The version of the ${what}: a whole number that grows with every change of it. Of two events about it the greater is later; ignore one that is not greater than what you have. 0 in a test.`,
    );
}

const inTests = {
  test: z.literal(true).optional().describe('`true` in a test, which is about nothing; else absent.'),
};

/**
 * The name of an event type's schema: `WebhookUserUpdatedEvent`, and `WebhookEnabledEvent` for `webhook.enabled`. Go would take a
 * file whose name ends with `test` for a test.
 */
function schemaNameOf(type: string): string {
  const words = type.replace(/^webhook\./, '').split('.');
  return `Webhook${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Event`;
}

/** One event type of webhooks: what a webhook's body is. */
export function webhookEventOf<const T extends string, S extends z.ZodRawShape>(
  type: T,
  description: string,
  data: S,
) {
  const members = { ...inTests, ...data } as Omit<typeof inTests, keyof S> & S;
  return z
    .object({
      type: z.literal(type).describe('What happened.'),
      timestamp: instant.describe('When the change was made: ISO 8601 in UTC.'),
      data: z.object(members).describe('Ids, the names of what changed, and the version.'),
    })
    .meta({ id: schemaNameOf(type), description });
}
