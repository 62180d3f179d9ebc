import { z } from 'zod';
import { accessEvents } from './access-events.ts';
import { invitationEvents } from './invitation-events.ts';
import { ownEvents } from './own-events.ts';
import { personEvents } from './person-events.ts';

/** Every event type of webhooks with the schema of its body, in the order of the documentation. */
export const webhookEvents = { ...personEvents, ...accessEvents, ...invitationEvents, ...ownEvents } as const;

export type WebhookEventType = keyof typeof webhookEvents;
export const webhookEventTypes = Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]];

type EventsByType = { [T in WebhookEventType]: z.output<(typeof webhookEvents)[T]> };
/** The body of a webhook: of one type, or of any. */
export type WebhookEvent<T extends WebhookEventType = WebhookEventType> = EventsByType[T];
type SchemaOfAny = (typeof webhookEvents)[WebhookEventType];

/** The body of a webhook of any type. */
export const webhookEvent = z.discriminatedUnion(
  'type',
  Object.values(webhookEvents) as unknown as [SchemaOfAny, ...SchemaOfAny[]],
);

/** Events of this id keep their order: of the user, the organisation or the invitation. Undefined for those of a webhook itself. */
export function subjectOfWebhookEvent({ data }: WebhookEvent): string | undefined {
  if ('userId' in data) return data.userId;
  if ('invitationId' in data) return data.invitationId;
  return 'organisationId' in data ? data.organisationId : undefined;
}

/**
 * The entity that an event is about, as text that is equal for all events about it: `user`, `membership`, `grant`…, and
 * the ids. Undefined for those of a webhook itself.
 */
export function entityOfWebhookEvent({ type, data }: WebhookEvent): string | undefined {
  const [kind] = type.split('.');
  if (kind === 'webhook') return undefined;
  const { invitationId, userId, organisationId, serviceId }: Readonly<Record<string, unknown>> = { ...data };
  const ids = kind === 'invitation' ? [invitationId] : [userId, organisationId, serviceId];
  return [kind, ...ids.filter((id) => id !== undefined)].join('/');
}
