import { webhookExamples } from '@gatehouse/contracts';
import { frontendExamples } from './account-examples.ts';
import type { Example } from './example.ts';
import {
  ADDRESS,
  APPROVER,
  CALLBACK,
  DELIVERY_ID,
  EMAIL,
  INVITATION_ID,
  MESSAGE_ID,
  ORGANISATION_ID,
  page,
  REDIRECT_URI,
  ROLE_CODE,
  ROLE_ID,
  SCHOOL,
  SERVICE_ID,
  USER_ID,
  webhook,
  webhookBody,
} from './example-values.ts';

const announcement = {
  messageId: MESSAGE_ID,
  urn: SCHOOL.urn,
  type: 1,
  title: 'Check your details',
  summary: 'Two details of your school are out of date.',
  body: 'Please check the address and the telephone number.',
  publishedAt: '2026-03-02T09:00:00.000Z',
};
const editor = { name: 'Editor', code: ROLE_CODE };
const organisation = {
  id: ORGANISATION_ID,
  name: SCHOOL.name,
  category: { id: '001', name: 'Establishment' },
  urn: SCHOOL.urn,
  uid: null,
  ukprn: SCHOOL.ukprn,
  establishmentNumber: '3614',
  status: { id: 1, name: 'Open' },
  closedOn: null,
  address: ADDRESS,
  telephone: null,
  statutoryLowAge: 3,
  statutoryHighAge: 11,
  legacyId: '1001',
  companyRegistrationNumber: null,
};

const invitation = {
  id: INVITATION_ID,
  serviceId: SERVICE_ID,
  email: EMAIL,
  sourceId: 'joiner-1',
  organisation: ORGANISATION_ID,
  status: 'accepted',
  createdAt: '2026-03-02T09:00:00.000Z',
  expiresAt: '2026-03-30T09:00:00.000Z',
  userId: USER_ID,
  emailStatus: 'sent',
  emailError: null,
};

const delivery = {
  id: DELIVERY_ID,
  kind: 'callback',
  serviceId: SERVICE_ID,
  url: CALLBACK,
  status: 'pending',
  createdAt: '2026-03-02T09:00:00.000Z',
  nextAttemptAt: '2026-03-02T09:05:00.000Z',
  attempts: [{ at: '2026-03-02T09:00:00.000Z', status: 503, error: null, durationMs: 41 }],
  invitationId: INVITATION_ID,
  event: null,
  data: null,
};
const webhookDelivery = {
  ...delivery,
  kind: 'webhook',
  url: 'https://meals.example.org/hooks',
  invitationId: null,
  event: 'user.removed',
  data: { userId: USER_ID, version: 1_772_442_000_000 },
};

/** Examples of the calls of services. */
export const publicExamples: Readonly<Record<string, Example>> = {
  createInvitation: {
    request: {
      sourceId: 'joiner-1',
      given_name: 'Pat',
      family_name: 'Sample',
      email: EMAIL,
      organisation: ORGANISATION_ID,
      callback: CALLBACK,
      userRedirect: REDIRECT_URI,
    },
    202: { invitationId: INVITATION_ID },
  },
  listInvitations: { 200: page('invitations', invitation) },
  getInvitation: { 200: invitation },
  listDeliveries: { 200: page('deliveries', delivery) },
  getDelivery: { 200: delivery },
  redeliverDelivery: { 202: delivery },
  redeliverDeliveries: {
    request: { status: 'failed', since: '2026-03-02T00:00:00Z' },
    202: { redelivered: 3, more: false },
  },
  listWebhookDeliveries: { 200: page('deliveries', webhookDelivery) },
  getWebhookDelivery: { 200: webhookDelivery },
  redeliverWebhookDelivery: { 202: webhookDelivery },
  listServiceRoles: { 200: [{ ...editor, status: 'Active' }] },
  getUserAccess: {
    200: {
      userId: USER_ID,
      serviceId: SERVICE_ID,
      organisationId: ORGANISATION_ID,
      roles: [{ id: ROLE_ID, ...editor, numericId: '2', status: { id: 1 } }],
      identifiers: [{ key: 'kitchen', value: '12' }],
    },
  },
  listUserOrganisations: { 200: [organisation] },
  listOrganisationUsers: {
    200: {
      ukprn: SCHOOL.ukprn,
      users: [
        {
          email: APPROVER.email,
          firstName: APPROVER.given_name,
          lastName: APPROVER.family_name,
          userStatus: 1,
          roles: [ROLE_CODE],
        },
      ],
    },
  },
  listUserChanges: {
    200: {
      changes: [
        {
          type: 'removed',
          at: '2026-03-02T09:05:00.000Z',
          userId: USER_ID,
          organisationId: ORGANISATION_ID,
          record: null,
        },
      ],
      next: 'a-cursor-that-only-the-platform-makes',
      more: false,
    },
  },
  putWebhook: { request: webhookBody, 200: webhook, 201: webhook },
  getWebhook: { 200: webhook },
  testWebhook: { request: { type: 'user.updated' }, 202: { deliveryId: DELIVERY_ID } },
  listen: {
    200: {
      messages: [
        {
          id: DELIVERY_ID,
          kind: 'webhook',
          event: webhookExamples['user.updated'].type,
          url: webhook.url,
          headers: {
            'user-agent': 'Gatehouse-Webhook/1',
            'content-type': 'application/json',
            'webhook-id': DELIVERY_ID,
            'webhook-timestamp': '1772442300',
            'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
            'x-correlation-id': 'b3f1c7a2-5f0e-4a52-9d55-0f6a1f0e6f11',
          },
          body: JSON.stringify(webhookExamples['user.updated']),
        },
      ],
      next: 'a-cursor-that-only-the-platform-makes',
    },
  },
  publishAnnouncement: { request: announcement, 202: announcement },
  listOrganisationCategories: { 200: [{ id: '001', name: 'Establishment' }] },
  listEstablishmentTypes: { 200: [{ id: '02', name: 'Voluntary Aided School' }] },
  ...frontendExamples,
};
