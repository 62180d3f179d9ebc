import { accountProviderExamples, accountUserExamples, attributeExamples } from './account-examples.ts';
import type { Example } from './example.ts';
import {
  ADDRESS,
  APPROVER,
  AUTHORITY_ID,
  CALLBACK,
  CLIENT_ID,
  DELIVERY_ID,
  EMAIL,
  IDENTITY_ID,
  INVITATION_ID,
  ORGANISATION_ID,
  POLICY_ID,
  PROVIDER_ID,
  page,
  REDIRECT_URI,
  ROLE_CODE,
  ROLE_ID,
  SCHOOL,
  SERVICE_ID,
  session,
  signIn as signInRecord,
  TRUST_ID,
  USER_ID,
  webhook,
  webhookBody,
} from './example-values.ts';

const serviceBody = {
  clientId: CLIENT_ID,
  name: 'Demo service',
  description: 'A service to try the platform with',
  redirectUris: [REDIRECT_URI],
  params: { canViewApproverReport: 'true' },
  signIn: {
    postLogoutRedirectUris: ['http://localhost:3000/signed-out'],
    startUrl: 'http://localhost:3000/',
  },
};
const signIn = {
  ...serviceBody.signIn,
  ...{ clientAuth: 'secret', pkce: 'required', organisations: 'granted', refreshTokens: false },
};
const service = { id: SERVICE_ID, ...serviceBody, status: 1, signIn };
const apiSecret = 'an-example-only-the-platform-makes-real-ones';
const clientSecret = 'an-example-only-the-platform-makes-real-one';
const identityProviderBody = {
  name: 'School accounts',
  issuer: 'https://id.example.org',
  clientId: 'gatehouse',
  clientSecret: 'an-example-only-the-provider-makes-real-ones',
};
const { clientSecret: _notShown, ...shownOfProvider } = identityProviderBody;
const identityProvider = {
  ...{ id: PROVIDER_ID, ...shownOfProvider, scopes: ['openid', 'email', 'profile'], trustEmail: 'verified' },
  ...{ mfa: ['mfa'], status: 1 },
  redirectUri: `https://gatehouse.example.org/sign-in/from/${PROVIDER_ID}`,
  backchannelLogoutUri: `https://gatehouse.example.org/sign-in/from/${PROVIDER_ID}/logout`,
  ...{ createdAt: '2026-03-02T09:00:00.000Z', updatedAt: '2026-03-02T09:00:00.000Z' },
};
const identity = {
  ...{ id: IDENTITY_ID, providerId: PROVIDER_ID, issuer: 'https://id.example.org', subject: 'pat-1043' },
  ...{ linkedBy: 'email', createdAt: '2026-03-02T09:05:00.000Z' },
};
const roleBody = { name: 'Editor' };
const role = { id: ROLE_ID, code: ROLE_CODE, name: 'Editor', numericId: '2', status: 'Active' };
const policyBody = {
  name: 'Open establishments',
  conditions: [{ field: 'organisation.status.id', operator: 'is', value: ['1'] }],
  roles: [ROLE_CODE],
};
const policy = { id: POLICY_ID, ...policyBody };
const organisationBody = { ...SCHOOL, address: ADDRESS };
const organisation = { id: ORGANISATION_ID, ...organisationBody };
const userBody = { email: EMAIL, given_name: 'Pat', family_name: 'Sample' };
const user = { id: USER_ID, ...APPROVER, status: 1 };
const membershipBody = { roleId: 10_000 };
const membership = { id: ORGANISATION_ID, ...membershipBody };
const grantBody = { roles: [ROLE_CODE], identifiers: [{ key: 'kitchen', value: '12' }] };
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
  emailStatus: 'failed',
  emailError: '550',
};
const delivery = {
  id: DELIVERY_ID,
  kind: 'callback',
  serviceId: SERVICE_ID,
  url: CALLBACK,
  status: 'pending',
  nextAttemptAt: '2026-03-02T09:05:00.000Z',
  createdAt: '2026-03-02T09:00:00.000Z',
  attempts: [{ at: '2026-03-02T09:00:00.000Z', status: 503, error: null, durationMs: 41 }],
  invitationId: INVITATION_ID,
  event: null,
  data: null,
};
const deadLetter = {
  id: '5d02c1ab9e3f4a7b8c9d0e1f2a3b4c5d',
  topic: 'directory.users.v1',
  group: 'access.users-2',
  key: USER_ID,
  reason: 'ZodError: data.state.status invalid_value',
  at: '2026-03-02T09:00:00.000Z',
};
const signingKeys = {
  signingKeys: [
    {
      kid: 'gC0oTMtVh5vCFHhZzlV3zZbTqv3mYp6V6nB0Jm7H3s4',
      state: 'current',
      since: '2026-03-02T09:00:00.000Z',
    },
    { kid: 'Xq2n1tUe8HkWc7bO5sVf9LrA4yPz0JdMi3GxTQ6EwYk', state: 'next', since: '2026-03-02T09:00:00.000Z' },
  ],
};

const health = {
  apps: [
    {
      name: 'access',
      ready: true,
      outboxAgeMs: 0,
      lag: [{ topic: 'directory.users.v1', group: 'access.users-2', records: 12 }],
    },
  ],
  deadLetters: 1,
  failingWebhooks: 0,
};
const readModel = { name: 'people', generation: 'people-2.5d02c1ab9e' };
const rebuilding = {
  run: '9f3a61c07d',
  status: 'building',
  since: '2026-03-02T09:00:00.000Z',
  handled: 48_200,
  total: 201_350,
  deadLetters: 0,
};

const auditRecord = {
  id: '7B0F3D52-6C1A-8E94-B3D7-2A5C9E1F4D60',
  at: '2026-03-02T09:00:00.000Z',
  actor: 'operator',
  action: 'changed',
  entity: {
    type: 'grant',
    id: `${SERVICE_ID}:${ORGANISATION_ID}:${USER_ID}`,
    userId: USER_ID,
    organisationId: ORGANISATION_ID,
    serviceId: SERVICE_ID,
  },
  changed: ['identifiers', 'roles'],
  before: { roles: [] },
  after: { roles: [ROLE_CODE] },
  correlationId: 'a3f1c5d2-0b7e-4c88-9f61-5d2e8b7a4c10',
};

/** Examples of the operator's calls. */
export const operatorExamples: Readonly<Record<string, Example>> = {
  operatorPutService: { request: serviceBody, 200: service, 201: { ...service, apiSecret } },
  operatorGetService: { 200: service },
  operatorListServices: { 200: page('services', service) },
  operatorRotateServiceSecret: { request: { overlapSeconds: 3_600 }, 200: { apiSecret } },
  operatorRotateClientSecret: { request: { overlapSeconds: 3_600 }, 200: { clientSecret } },
  operatorPutIdentityProvider: {
    request: { ...identityProviderBody, mfa: ['mfa'] },
    200: identityProvider,
    201: identityProvider,
  },
  operatorGetIdentityProvider: { 200: identityProvider },
  operatorListIdentityProviders: { 200: page('identityProviders', identityProvider) },
  operatorListIdentities: { 200: page('identities', identity) },
  operatorGetIdentity: { 200: identity },
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
    parameters: { source: 'gias-establishments' },
    request: [
      'URN,EstablishmentName,EstablishmentStatus (code),TypeOfEstablishment (code)',
      '900001,Hill School,1,01',
      '',
    ].join('\n'),
    200: { read: 1, created: 1, updated: 0, unchanged: 0, missing: 0, missingIds: [], rejected: [] },
  },
  operatorCreateUser: { request: userBody, 201: { ...user, ...userBody } },
  operatorPutUser: { request: APPROVER, 200: user, 201: user },
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
  operatorRedeliverDeliveries: {
    request: { serviceId: CLIENT_ID, status: 'failed', since: '2026-03-02T00:00:00Z' },
    202: { redelivered: 3, more: false },
  },
  operatorRedeliverDelivery: { 202: delivery },
  operatorListAuditRecords: { parameters: { entity: USER_ID }, 200: page('records', auditRecord) },
  operatorPutWebhook: { request: webhookBody, 200: webhook, 201: webhook },
  operatorGetWebhook: { 200: webhook },
  operatorTestWebhook: { request: {}, 202: { deliveryId: DELIVERY_ID } },
  operatorListSessions: { 200: page('sessions', session) },
  operatorListSignIns: { 200: page('signIns', signInRecord) },
  ...attributeExamples,
  ...accountUserExamples,
  ...accountProviderExamples,
  operatorListSigningKeys: { 200: signingKeys },
  operatorChangeSigningKeys: { request: {}, 200: signingKeys },
  operatorListDeadLetters: {
    parameters: { topic: 'directory.users.v1' },
    200: page('deadLetters', deadLetter),
  },
  operatorReplayDeadLetter: { parameters: { deadLetterId: deadLetter.id }, 202: deadLetter },
  operatorDiscardDeadLetter: { parameters: { deadLetterId: deadLetter.id }, 202: deadLetter },
  operatorGetHealth: { 200: health },
  operatorListReadModels: { 200: page('readModels', readModel) },
  operatorGetReadModel: { 200: { ...readModel, rebuilding } },
  operatorRebuildReadModel: { 202: { ...readModel, rebuilding } },
};
