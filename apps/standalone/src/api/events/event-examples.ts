import {
  type BuiltEvent,
  buildEvent,
  type EventType,
  grantId,
  organisationApproversId,
  type StateOf,
} from '@gatehouse/contracts';
import {
  DELIVERY_ID,
  EMAIL,
  INVITATION_ID,
  ORGANISATION_ID,
  ROLE_ID,
  SERVICE_ID,
  USER_ID,
} from '../example-values.ts';

const ANNOUNCEMENT_ID = '0A1B2C3D-4E5F-4607-8192-A3B4C5D6E707';
const REGISTRATION_ID = '1B2C3D4E-5F60-4718-92A3-B4C5D6E7F808';
const SECRET_ID = '2C3D4E5F-6071-4829-A3B4-C5D6E7F80909';
const CREATED = '2026-03-02T09:00:00.000Z';
const CHANGED = '2026-03-02T09:05:00.000Z';
const EXPIRES = '2026-03-30T09:00:00.000Z';
const CHANGED_AT = Date.parse(CHANGED);
const ASKED_BY_SERVICE = `client:${SERVICE_ID}`;

const membership = {
  organisationId: ORGANISATION_ID,
  roleId: 0 as const,
  since: Date.parse(CHANGED),
  createdAt: CHANGED,
  updatedAt: CHANGED,
};

const invited = {
  id: INVITATION_ID,
  kind: 'invitation' as const,
  serviceId: SERVICE_ID,
  audienceServiceId: SERVICE_ID,
  sourceId: 'joiner-1',
  email: EMAIL,
  givenName: 'Pat',
  familyName: 'Sample',
  organisationId: ORGANISATION_ID,
  callback: 'https://meals.example.org/joined',
  correlationId: 'req-8d1f',
  createdAt: CREATED,
  updatedAt: CHANGED,
  expiresAt: EXPIRES,
};

const states: { readonly [T in EventType]: StateOf<T> & { id: string } } = {
  'gatehouse.directory.user.v1': {
    id: USER_ID,
    answered: [],
    state: 'present',
    status: 1,
    email: EMAIL,
    givenName: 'Pat',
    familyName: 'Sample',
    memberships: [membership],
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
  'gatehouse.directory.organisation.v1': {
    id: ORGANISATION_ID,
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
    id: ANNOUNCEMENT_ID,
    serviceId: SERVICE_ID,
    state: 'present',
    organisationId: ORGANISATION_ID,
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
    id: SERVICE_ID,
    clientId: 'school-meals',
    name: 'School Meals',
    status: 1,
    redirectUris: ['https://meals.example.org/signed-in'],
    params: {},
    roles: [{ id: ROLE_ID, code: 'MANAGER', name: 'Meals manager', numericId: '1', status: 'Active' }],
    policies: [],
    secrets: [{ id: SECRET_ID, sealed: 'sealed-under-the-master-key', createdAt: CREATED }],
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
  'gatehouse.access.grant.v1': {
    id: grantId(SERVICE_ID, ORGANISATION_ID, USER_ID),
    serviceId: SERVICE_ID,
    organisationId: ORGANISATION_ID,
    userId: USER_ID,
    state: 'granted',
    roles: ['MANAGER'],
    identifiers: [{ key: 'kitchen', value: '12' }],
    membershipSince: membership.since,
    approvedAt: CHANGED,
    updatedAt: CHANGED,
    userStatus: 1,
    userUpdatedAt: CHANGED,
    membershipUpdatedAt: CHANGED,
  },
  'gatehouse.access.introduction.v1': {
    id: INVITATION_ID,
    askId: 'ask-1',
    serviceId: SERVICE_ID,
    userId: USER_ID,
    organisationId: ORGANISATION_ID,
    outcome: 'introduced',
    at: CHANGED,
  },
  'gatehouse.access.approvers.v1': {
    id: organisationApproversId(ORGANISATION_ID),
    organisationId: ORGANISATION_ID,
    approvers: 0,
  },
  'gatehouse.invitations.invitation.v1': {
    ...invited,
    status: 'accepted',
    userId: USER_ID,
    acceptedAt: CHANGED,
    owedCallback: {
      id: DELIVERY_ID,
      url: invited.callback,
      audienceServiceId: SERVICE_ID,
      sub: USER_ID,
      sourceId: invited.sourceId,
      at: CHANGED,
    },
  },
  'gatehouse.invitations.registration.v1': {
    id: REGISTRATION_ID,
    kind: 'registration',
    email: EMAIL,
    generation: 1,
    createdAt: CREATED,
    updatedAt: CHANGED,
    expiresAt: EXPIRES,
    status: 'expired',
  },
  'gatehouse.notifier.delivery.v1': {
    id: DELIVERY_ID,
    kind: 'callback',
    serviceId: SERVICE_ID,
    owedBy: INVITATION_ID,
    url: invited.callback,
    status: 'delivered',
    attempts: [{ at: CHANGED, status: 204, durationMs: 31 }],
    correlationId: invited.correlationId,
    createdAt: CREATED,
    updatedAt: CHANGED,
  },
};

/** An event of a type, as the platform itself would build it. */
export function exampleEvent<T extends EventType>(type: T): BuiltEvent {
  const origin = { correlationId: invited.correlationId, actor: ASKED_BY_SERVICE };
  return buildEvent(type, { version: CHANGED_AT, state: states[type] }, origin, CHANGED_AT);
}
