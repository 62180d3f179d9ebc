import type { EventType, StateOf } from '../events/event-types.ts';
import { grantId } from '../events/grant.ts';
import { organisationApproversId } from '../events/organisation-approvers.ts';
import { webhookExamples } from '../webhook-events/webhook-examples.ts';
import { exampleIds } from './example-ids.ts';

const EXAMPLE_CORRELATION = 'req-8d1f';
const CREATED = '2026-03-02T09:00:00.000Z';
const CHANGED = '2026-03-02T09:05:00.000Z';
const EXPIRES = '2026-03-30T09:00:00.000Z';

const membership = {
  organisationId: exampleIds.organisation,
  roleId: 0 as const,
  incarnation: Date.parse(CHANGED),
  createdAt: CHANGED,
  updatedAt: CHANGED,
};

const invited = {
  id: exampleIds.invitation,
  kind: 'invitation' as const,
  serviceId: exampleIds.service,
  audienceServiceId: exampleIds.service,
  sourceId: 'joiner-1',
  email: 'pat.sample@example.org',
  givenName: 'Pat',
  familyName: 'Sample',
  organisationId: exampleIds.organisation,
  callback: 'https://meals.example.org/joined',
  correlationId: EXAMPLE_CORRELATION,
  createdAt: CREATED,
  updatedAt: CHANGED,
  expiresAt: EXPIRES,
};

/** A state of each kind of entity, as an event may carry it: they read as one story. */
export const exampleStates: { readonly [T in EventType]: StateOf<T> & { id: string } } = {
  'gatehouse.directory.user.v1': {
    id: exampleIds.user,
    answered: [],
    state: 'present',
    status: 1,
    email: 'pat.sample@example.org',
    givenName: 'Pat',
    familyName: 'Sample',
    memberships: [membership],
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
  'gatehouse.directory.organisation.v1': {
    id: exampleIds.organisation,
    name: 'Hill School',
    category: '001',
    status: 1,
    urn: '900001',
    ukprn: '19000001',
    address: '1 Hill Road, Sampleton',
    associations: [],
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
  'gatehouse.directory.announcement.v1': {
    id: exampleIds.announcement,
    serviceId: exampleIds.service,
    state: 'present',
    organisationId: exampleIds.organisation,
    urn: '900001',
    type: 1,
    title: 'Check your details',
    summary: 'Two details of your school are out of date.',
    body: 'Please check the address and the telephone number.',
    publishedAt: CREATED,
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
  'gatehouse.access.service.v1': {
    id: exampleIds.service,
    clientId: 'school-meals',
    name: 'School Meals',
    status: 1,
    redirectUris: ['https://meals.example.org/signed-in'],
    params: {},
    roles: [
      { id: exampleIds.role, code: 'MANAGER', name: 'Meals manager', numericId: '1', status: 'Active' },
    ],
    policies: [],
    secrets: [{ id: exampleIds.secret, sealed: 'sealed-under-the-master-key', createdAt: CREATED }],
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
  'gatehouse.access.grant.v1': {
    id: grantId(exampleIds.service, exampleIds.organisation, exampleIds.user),
    serviceId: exampleIds.service,
    organisationId: exampleIds.organisation,
    userId: exampleIds.user,
    state: 'granted',
    roles: ['MANAGER'],
    identifiers: [{ key: 'kitchen', value: '12' }],
    membershipIncarnation: membership.incarnation,
    approvedAt: CHANGED,
    updatedAt: CHANGED,
    userStatus: 1,
    userUpdatedAt: CHANGED,
    membershipUpdatedAt: CHANGED,
  },
  'gatehouse.access.service-link.v1': {
    id: exampleIds.invitation,
    commandRequestId: 'ask-1',
    serviceId: exampleIds.service,
    userId: exampleIds.user,
    organisationId: exampleIds.organisation,
    userVersion: membership.incarnation,
    outcome: 'linked',
    at: CHANGED,
  },
  'gatehouse.access.approvers.v1': {
    id: organisationApproversId(exampleIds.organisation),
    organisationId: exampleIds.organisation,
    approvers: 0,
  },
  'gatehouse.access.notice.v1': {
    id: `${exampleIds.user}/${Date.parse(CHANGED)}`,
    subjectId: exampleIds.user,
    messages: [
      {
        id: exampleIds.message,
        kind: 'webhook',
        at: CHANGED,
        correlationId: EXAMPLE_CORRELATION,
        serviceIds: [exampleIds.service],
        event: webhookExamples['membership.changed'],
      },
    ],
  },
  'gatehouse.invitations.invitation.v1': {
    ...invited,
    status: 'accepted',
    userId: exampleIds.user,
    acceptedAt: CHANGED,
    messages: [
      {
        id: exampleIds.delivery,
        at: CHANGED,
        correlationId: invited.correlationId,
        kind: 'callback',
        serviceId: exampleIds.service,
        url: invited.callback,
        body: { sub: exampleIds.user, sourceId: invited.sourceId },
      },
    ],
  },
  'gatehouse.invitations.registration.v1': {
    id: exampleIds.registration,
    kind: 'registration',
    email: 'pat.sample@example.org',
    generation: 1,
    createdAt: CREATED,
    updatedAt: CHANGED,
    expiresAt: EXPIRES,
    status: 'expired',
  },
  'gatehouse.notifier.webhook.v1': {
    id: exampleIds.service,
    status: 'enabled',
    url: 'https://meals.example.org/changes',
    events: ['user.updated', 'grant.changed', 'grant.removed'],
    enabledAt: CREATED,
    createdAt: CREATED,
    updatedAt: CREATED,
  },
  'gatehouse.notifier.delivery.v1': {
    id: exampleIds.delivery,
    kind: 'callback',
    serviceId: exampleIds.service,
    causedBy: exampleIds.invitation,
    url: invited.callback,
    status: 'delivered',
    attempts: [{ at: CHANGED, status: 204, durationMs: 31 }],
    correlationId: invited.correlationId,
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
};
