import type { Example } from './example.ts';
import {
  AUTHORITY_ID,
  DELIVERY_ID,
  EMAIL,
  INVITATION_ID,
  ORGANISATION_ID,
  page,
  ROLE_ID,
  SERVICE_ID,
  TRUST_ID,
  USER_ID,
} from './example-values.ts';

const serviceBody = {
  clientId: 'school-meals',
  name: 'School Meals',
  description: 'Orders meals for schools',
  redirectUris: ['https://meals.example.org/signed-in'],
};
const service = { id: SERVICE_ID, ...serviceBody, params: {}, status: 1 };
const apiSecret = 'an-example-only-the-platform-makes-real-ones';
const roleBody = { name: 'Meals manager' };
const role = { id: ROLE_ID, code: 'MANAGER', name: 'Meals manager', numericId: '1', status: 'Active' };
const policyBody = {
  name: 'Open establishments',
  conditions: [{ field: 'organisation.status.id', operator: 'is', value: ['1'] }],
  roles: ['MANAGER'],
};
const policy = { id: 'open-establishments', ...policyBody };
const organisationBody = {
  name: 'Hill School',
  category: '001',
  status: 1,
  urn: '900001',
  ukprn: '19000001',
  address: '1 Hill Road, Sampleton',
};
const organisation = { id: ORGANISATION_ID, ...organisationBody };
const userBody = { email: EMAIL, given_name: 'Pat', family_name: 'Sample' };
const user = { id: USER_ID, ...userBody, status: 1 };
const membershipBody = { roleId: 0 };
const membership = { id: ORGANISATION_ID, roleId: 0 };
const grantBody = { roles: ['MANAGER'], identifiers: [{ key: 'kitchen', value: '12' }] };
const grant = { id: SERVICE_ID, ...grantBody };
const invitation = {
  id: INVITATION_ID,
  serviceId: SERVICE_ID,
  email: EMAIL,
  sourceId: 'joiner-1',
  organisation: ORGANISATION_ID,
  status: 'open',
  createdAt: '2026-03-02T09:00:00.000Z',
  expiresAt: '2026-03-30T09:00:00.000Z',
};
const delivery = {
  id: DELIVERY_ID,
  kind: 'callback',
  serviceId: SERVICE_ID,
  url: 'https://meals.example.org/joined',
  status: 'pending',
  nextAttemptAt: '2026-03-02T09:05:00.000Z',
  attempts: [{ at: '2026-03-02T09:00:00.000Z', status: 503, durationMs: 41 }],
};
const readModel = { name: 'people', generation: 'people-1.5d02c1ab9e' };
const rebuilding = {
  run: '9f3a61c07d',
  status: 'filling',
  since: '2026-03-02T09:00:00.000Z',
  handled: 48_200,
  total: 201_350,
  deadLetters: 0,
};

/** Examples of the operator's calls. */
export const operatorExamples: Readonly<Record<string, Example>> = {
  operatorPutService: { request: serviceBody, 200: service, 201: { ...service, apiSecret } },
  operatorGetService: { 200: service },
  operatorListServices: { 200: page('services', service) },
  operatorRotateServiceSecret: { request: { overlapSeconds: 3_600 }, 200: { apiSecret } },
  operatorPutRole: { request: roleBody, 200: role, 201: role },
  operatorGetRole: { 200: role },
  operatorListRoles: { 200: page('roles', role) },
  operatorPutPolicy: { request: policyBody, 200: policy, 201: policy },
  operatorGetPolicy: { 200: policy },
  operatorListPolicies: { 200: page('policies', policy) },
  operatorPutOrganisation: { request: organisationBody, 200: organisation, 201: organisation },
  operatorGetOrganisation: { 200: organisation },
  operatorGetOrganisationLinks: {
    200: {
      localAuthority: { id: AUTHORITY_ID, name: 'Hill County' },
      trusts: [{ id: TRUST_ID, name: 'Hill Academies Trust' }],
    },
  },
  operatorListOrganisations: { 200: page('organisations', organisation) },
  operatorImportOrganisations: {
    request: [
      'URN,EstablishmentName,EstablishmentStatus (code),TypeOfEstablishment (code)',
      '900001,Hill School,1,01',
      '',
    ].join('\n'),
    200: { read: 1, created: 1, updated: 0, unchanged: 0, missing: 0, missingIds: [], rejected: [] },
  },
  operatorCreateUser: { request: userBody, 201: user },
  operatorPutUser: { request: userBody, 200: user, 201: user },
  operatorGetUser: { 200: user },
  operatorListUsers: { 200: page('users', user) },
  operatorPutMembership: { request: membershipBody, 200: membership, 201: membership },
  operatorGetMembership: { 200: membership },
  operatorListMemberships: { 200: page('organisations', membership) },
  operatorPutGrant: { request: grantBody, 200: grant, 201: grant },
  operatorGetGrant: { 200: grant },
  operatorListGrants: { 200: page('services', grant) },
  operatorListInvitations: { 200: page('invitations', invitation) },
  operatorGetInvitation: { 200: invitation },
  operatorListDeliveries: { 200: page('deliveries', delivery) },
  operatorGetDelivery: { 200: delivery },
  operatorRedeliverDelivery: { 202: delivery },
  operatorListReadModels: { 200: page('readModels', readModel) },
  operatorGetReadModel: { 200: { ...readModel, rebuilding } },
  operatorRebuildReadModel: { 202: { ...readModel, rebuilding } },
};
