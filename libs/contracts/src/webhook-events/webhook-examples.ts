import { exampleIds } from '../examples/example-ids.ts';
import { changedNames } from './changed-names.ts';
import type { WebhookEvent, WebhookEventType } from './webhook-events.ts';

const {
  user: userId,
  organisation: organisationId,
  service: serviceId,
  invitation: invitationId,
} = exampleIds;
const TIMESTAMP = '2026-03-02T09:05:00.000Z';
const version = Date.parse(TIMESTAMP);

const dataOf: { readonly [T in WebhookEventType]: WebhookEvent<T>['data'] } = {
  'user.updated': { userId, changed: ['email', 'family_name'], version },
  'user.deactivated': { userId, changed: ['status'], version },
  'user.removed': { userId, version },
  'membership.changed': { userId, organisationId, changed: ['roleId'], version },
  'membership.removed': { userId, organisationId, version },
  'grant.changed': { userId, organisationId, serviceId, changed: [...changedNames.grant], version },
  'grant.removed': { userId, organisationId, serviceId, version },
  'organisation.updated': { organisationId, changed: ['address', 'telephone'], version },
  'invitation.accepted': { invitationId, serviceId, userId, organisationId, version },
  'invitation.expired': { invitationId, serviceId, version },
  'invitation.revoked': { invitationId, serviceId, version },
  'invitation.declined': { invitationId, serviceId, version },
  'webhook.enabled': { serviceId, missedSince: '2026-02-27T16:30:00.000Z' },
  'webhook.test': { serviceId, test: true },
};

/** An example of each event type, as a webhook's body. */
export const webhookExamples = Object.fromEntries(
  Object.entries(dataOf).map(([type, data]) => [type, { type, timestamp: TIMESTAMP, data }]),
) as { readonly [T in WebhookEventType]: WebhookEvent<T> };
