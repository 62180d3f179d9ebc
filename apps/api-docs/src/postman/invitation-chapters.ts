import type { Chapter } from './scenario.ts';

const INVITATION = {
  sourceId: 'joiner-1',
  given_name: 'Sam',
  family_name: 'Sample',
  email: '{{invitedEmail}}',
  organisation: '{{organisationId}}',
};
const OWN = ['{{serviceId}}', '{{invitationId}}'];
const NO_DELIVERY = ['{{serviceId}}', '00000000-0000-4000-8000-000000000000'];
const KEY = { 'Idempotency-Key': '{{messageId}}' };

/** A service invites, and the operator looks after it. */
export const invitationChapters: readonly Chapter[] = [
  {
    name: '3 The service invites',
    actor: 'service',
    steps: [
      {
        operationId: 'createInvitation',
        status: 202,
        path: ['{{serviceId}}'],
        headers: KEY,
        body: INVITATION,
        save: { invitationId: 'invitationId' },
      },
      {
        operationId: 'createInvitation',
        name: 'The same again, safely',
        status: 202,
        path: ['{{serviceId}}'],
        headers: KEY,
        body: INVITATION,
      },
      {
        operationId: 'createInvitation',
        name: 'Refused: another body under the same key',
        status: 422,
        path: ['{{serviceId}}'],
        headers: KEY,
        body: { ...INVITATION, sourceId: 'joiner-2' },
      },
      {
        operationId: 'createInvitation',
        name: 'Refused: all faults at once',
        status: 400,
        path: ['{{serviceId}}'],
        body: { email: 'nobody' },
      },
      {
        operationId: 'listInvitations',
        name: 'Its open invitations to an email',
        status: 200,
        path: ['{{serviceId}}'],
        query: { email: '{{invitedEmail}}', status: 'open' },
      },
      { operationId: 'getInvitation', status: 200, path: OWN },
      {
        operationId: 'resendInvitation',
        name: 'Refused: the last email is less than a minute old',
        status: 429,
        path: OWN,
      },
      {
        operationId: 'createInvitation',
        name: 'Invite by mistake',
        status: 202,
        path: ['{{serviceId}}'],
        body: { ...INVITATION, sourceId: 'by-mistake' },
        save: { mistakenId: 'invitationId' },
      },
      { operationId: 'revokeInvitation', status: 204, path: ['{{serviceId}}', '{{mistakenId}}'] },
      { operationId: 'listDeliveries', status: 200, path: ['{{serviceId}}'], query: { kind: 'callback' } },
      { operationId: 'getDelivery', name: 'Refused: no such delivery', status: 404, path: NO_DELIVERY },
      {
        operationId: 'redeliverDelivery',
        name: 'Refused: no such delivery to send again',
        status: 404,
        path: NO_DELIVERY,
      },
      {
        operationId: 'redeliverDeliveries',
        status: 202,
        path: ['{{serviceId}}'],
        body: { status: 'failed', since: '2026-01-01T00:00:00Z' },
      },
      { operationId: 'listWebhookDeliveries', status: 200, path: ['{{serviceId}}'] },
      {
        operationId: 'getWebhookDelivery',
        name: 'Refused: no such delivery of the webhook',
        status: 404,
        path: NO_DELIVERY,
      },
      {
        operationId: 'redeliverWebhookDelivery',
        name: 'Refused: no such delivery of the webhook to send again',
        status: 404,
        path: NO_DELIVERY,
      },
    ],
  },
  {
    name: '4 The operator looks after the invitation',
    actor: 'operator',
    steps: [
      { operationId: 'operatorGetInvitation', status: 200, path: ['{{invitationId}}'] },
      {
        operationId: 'operatorListRequests',
        name: 'Requests for access that support may decide',
        status: 200,
        query: { status: 'waiting', escalated: 'no-approver' },
      },
      {
        operationId: 'operatorListInvitations',
        name: 'Invitations to an email',
        status: 200,
        query: { email: '{{invitedEmail}}', status: 'open' },
      },
      { operationId: 'operatorResendInvitation', status: 202, path: ['{{invitationId}}'] },
      {
        operationId: 'operatorListDeliveries',
        status: 200,
        query: { serviceId: '{{serviceId}}' },
        save: { deliveryId: 'deliveries.0.id' },
        settles: true,
      },
      { operationId: 'operatorGetDelivery', status: 200, path: ['{{deliveryId}}'] },
      {
        operationId: 'operatorRedeliverDeliveries',
        status: 202,
        body: { serviceId: '{{serviceId}}', status: 'failed', since: '2026-01-01T00:00:00Z' },
      },
      { operationId: 'operatorRedeliverDelivery', status: [202, 409], path: ['{{deliveryId}}'] },
      { operationId: 'listMailboxMessages', status: 200, query: { to: '{{invitedEmail}}' } },
      {
        operationId: 'operatorRevokeInvitation',
        name: 'Revoke the invitation',
        status: 204,
        path: ['{{invitationId}}'],
      },
      {
        operationId: 'operatorResendInvitation',
        name: 'Refused: it is revoked',
        status: 409,
        path: ['{{invitationId}}'],
      },
    ],
  },
];
