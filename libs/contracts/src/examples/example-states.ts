import type { EventType, StateOf } from '../events/event-types.ts';
import { grantId } from '../events/grant.ts';
import { organisationApproversId } from '../events/organisation-approvers.ts';

/** Ids that examples share, so that they read as one story. */
export const exampleIds = {
  service: '7D2C8A30-45B1-4E0C-9C7B-0C9F5B1D2E01',
  organisation: '2F1B6C54-8E37-4A9D-B0A6-3D5E7F901A02',
  user: 'B5E0F3A1-6C48-4D27-8F19-A2C4E6081B03',
  role: 'C90D1E2F-7A3B-4C5D-8E6F-102938475604',
  invitation: 'E1F2A3B4-C5D6-4E7F-8091-A2B3C4D5E605',
  delivery: 'F0E1D2C3-B4A5-4697-8879-6A5B4C3D2E06',
  announcement: '0A1B2C3D-4E5F-4607-8192-A3B4C5D6E707',
  registration: '1B2C3D4E-5F60-4718-92A3-B4C5D6E7F808',
  secret: '2C3D4E5F-6071-4829-A3B4-C5D6E7F80909',
} as const;

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
  'gatehouse.invitations.invitation.v1': {
    ...invited,
    status: 'accepted',
    userId: exampleIds.user,
    acceptedAt: CHANGED,
    callbackToSend: {
      id: exampleIds.delivery,
      url: invited.callback,
      audienceServiceId: exampleIds.service,
      sub: exampleIds.user,
      sourceId: invited.sourceId,
      at: CHANGED,
    },
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
