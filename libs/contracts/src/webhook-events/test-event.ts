import type { WebhookEvent, WebhookEventType } from './webhook-events.ts';
import { webhookEvents } from './webhook-events.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

const NOTHING = {
  userId: NOBODY,
  organisationId: NOBODY,
  serviceId: NOBODY,
  invitationId: NOBODY,
  changed: [],
  version: 0,
  test: true,
};

/** An event that is sent as a test: about nothing, but of the type and form of the real ones. */
export function testWebhookEvent(
  type: WebhookEventType,
  { serviceId, timestamp }: { serviceId: string; timestamp: string },
): WebhookEvent {
  const own = type === 'webhook.test' ? { serviceId } : {};
  const data = { ...NOTHING, missedSince: timestamp, ...own };
  // The schema leaves out the members that the type does not have.
  return webhookEvents[type].parse({ type, timestamp, data }) as WebhookEvent;
}
