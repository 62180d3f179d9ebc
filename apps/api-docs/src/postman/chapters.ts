import { accountChapter, accountManagementChapter, subscriptionChapter } from './account-chapter.ts';
import { identityProviderChapter } from './identity-provider-chapter.ts';
import { invitationChapters } from './invitation-chapters.ts';
import { operationChapter } from './operation-chapter.ts';
import { peopleChapter } from './people-chapter.ts';
import type { Chapter } from './scenario.ts';
import { managedWebhooks, webhooks } from './webhook-chapters.ts';

const GRANT = ['{{userId}}', '{{organisationId}}', '{{serviceId}}'];
const USER = { email: '{{email}}', given_name: 'Pat', family_name: 'Sample' };
const SERVICE = {
  clientId: '{{serviceClientId}}',
  name: 'School Meals',
  redirectUris: ['https://meals.example.org/signed-in'],
  params: { canViewApproverReport: 'true' },
  signIn: { postLogoutRedirectUris: ['https://meals.example.org/signed-out'] },
};
const POLICY = {
  name: 'Open organisations',
  conditions: [{ field: 'organisation.status.id', operator: 'is', value: ['1'] }],
  roles: ['MANAGER'],
};
const CSV = 'URN,EstablishmentName,EstablishmentStatus (code)\n{{urn}},Hill School,1\n';

const setUp: Chapter = {
  name: '1 The operator sets up',
  actor: 'operator',
  steps: [
    {
      operationId: 'operatorPutService',
      name: 'Make a service',
      status: 201,
      path: ['{{serviceId}}'],
      body: SERVICE,
      save: { serviceSecret: 'apiSecret' },
    },
    { operationId: 'operatorGetService', status: 200, path: ['{{serviceId}}'] },
    { operationId: 'operatorListServices', status: 200 },
    {
      operationId: 'operatorRotateClientSecret',
      name: 'Make the client secret, for sign-in',
      status: 200,
      path: ['{{serviceId}}'],
      body: {},
    },
    {
      operationId: 'operatorPutRole',
      name: 'Make a role',
      status: 201,
      path: ['{{serviceId}}', 'MANAGER'],
      body: { name: 'Meals manager' },
    },
    { operationId: 'operatorGetRole', status: 200, path: ['{{serviceId}}', 'MANAGER'] },
    { operationId: 'operatorListRoles', status: 200, path: ['{{serviceId}}'] },
    {
      operationId: 'operatorPutPolicy',
      name: 'Make a policy',
      status: 201,
      path: ['{{serviceId}}', 'open'],
      body: POLICY,
    },
    { operationId: 'operatorGetPolicy', status: 200, path: ['{{serviceId}}', 'open'] },
    { operationId: 'operatorListPolicies', status: 200, path: ['{{serviceId}}'] },
    {
      operationId: 'operatorPutOrganisation',
      name: 'Make an organisation',
      status: 201,
      path: ['{{organisationId}}'],
      body: { name: 'Hill School', category: '001', status: 1, urn: '{{urn}}', ukprn: '{{ukprn}}' },
    },
    { operationId: 'operatorGetOrganisation', status: 200, path: ['{{organisationId}}'] },
    { operationId: 'operatorGetOrganisationLinks', status: 200, path: ['{{organisationId}}'] },
    { operationId: 'operatorListOrganisations', status: 200, query: { urn: '{{urn}}' } },
    {
      operationId: 'operatorImportOrganisations',
      status: 200,
      query: { source: 'gias-establishments' },
      body: CSV,
    },
    { operationId: 'operatorCreateUser', status: 201, body: USER, save: { userId: 'id' } },
    { operationId: 'operatorGetUser', status: 200, path: ['{{userId}}'] },
    {
      operationId: 'operatorPutUser',
      name: 'Replace a user',
      status: 200,
      path: ['{{userId}}'],
      body: { ...USER, family_name: 'Sample-Other' },
    },
    {
      operationId: 'operatorListUsers',
      name: 'Find a user by email',
      status: 200,
      query: { email: '{{email}}' },
    },
    { operationId: 'operatorListSessions', status: 200, path: ['{{userId}}'] },
    { operationId: 'operatorListSignIns', status: 200, path: ['{{userId}}'] },
    {
      operationId: 'operatorEndSessions',
      name: 'Sign the user out everywhere',
      status: 204,
      path: ['{{userId}}'],
    },
    {
      operationId: 'operatorPutMembership',
      name: 'Make the user an approver of the organisation',
      status: 201,
      path: GRANT.slice(0, 2),
      body: { roleId: 10_000 },
    },
    { operationId: 'operatorGetMembership', status: 200, path: GRANT.slice(0, 2) },
    { operationId: 'operatorListMemberships', status: 200, path: GRANT.slice(0, 1) },
    {
      operationId: 'operatorPutGrant',
      name: 'Grant the service to the user for the organisation',
      status: 201,
      path: GRANT,
      body: { roles: ['MANAGER'], identifiers: [{ key: 'kitchen', value: '12' }] },
    },
    { operationId: 'operatorGetGrant', status: 200, path: GRANT },
    { operationId: 'operatorListGrants', status: 200, path: GRANT.slice(0, 2) },
  ],
};

const reads: Chapter = {
  name: '2 The service reads',
  actor: 'service',
  steps: [
    { operationId: 'listServiceRoles', status: 200, path: ['{{serviceClientId}}'] },
    {
      operationId: 'getUserAccess',
      status: 200,
      path: ['{{serviceId}}', '{{organisationId}}', '{{userId}}'],
      settles: true,
    },
    { operationId: 'listUserOrganisations', status: 200, path: ['{{userId}}'], settles: true },
    { operationId: 'listUserOrganisationsV2', status: 200, path: ['{{userId}}'] },
    { operationId: 'listUserOrganisationServices', status: 200, path: ['{{userId}}'] },
    { operationId: 'listUsers', status: 200, query: { page: '1', pageSize: '25' } },
    { operationId: 'listUserChanges', status: 200, save: { cursor: 'next' } },
    {
      operationId: 'listUserChanges',
      name: 'What changed since',
      status: 200,
      query: { since: '{{cursor}}' },
    },
    { operationId: 'listApprovers', status: 200 },
    { operationId: 'listOrganisationUsers', status: 200, path: ['{{ukprn}}'], settles: true },
    { operationId: 'listOrganisationCategories', status: 200 },
    { operationId: 'listEstablishmentTypes', status: 200 },
    {
      operationId: 'publishAnnouncement',
      status: 202,
      body: {
        messageId: '{{messageId}}',
        urn: '{{urn}}',
        type: 1,
        title: 'Check your details',
        summary: 'Your record was not looked at for a year',
        body: 'Please look at your record, and correct what is wrong.',
        publishedAt: '2026-03-01T09:00:00Z',
      },
    },
    { operationId: 'deleteAnnouncement', status: 204, path: ['{{messageId}}'] },
    { operationId: 'listUsers', name: 'Refused: no such page', status: 400, query: { page: '0' } },
    { operationId: 'operatorListUsers', name: 'Refused: only the operator may do that', status: 403 },
  ],
};

const tidy: Chapter = {
  name: '12 The operator tidies up',
  actor: 'operator',
  steps: [
    {
      operationId: 'operatorRotateServiceSecret',
      status: 200,
      path: ['{{serviceId}}'],
      body: { overlapSeconds: 0 },
      save: { serviceSecret: 'apiSecret' },
    },
    { operationId: 'operatorDeleteGrant', status: 204, path: GRANT },
    { operationId: 'operatorDeletePolicy', status: 204, path: ['{{serviceId}}', 'open'] },
    {
      operationId: 'operatorDeleteRole',
      status: 204,
      path: ['{{serviceId}}', 'MANAGER'],
      settles: true,
    },
    { operationId: 'operatorDeleteMembership', status: 204, path: GRANT.slice(0, 2) },
    { operationId: 'operatorDeleteUser', status: 204, path: ['{{userId}}'] },
    { operationId: 'operatorGetUser', name: 'The user is gone', status: 404, path: ['{{userId}}'] },
    {
      operationId: 'operatorPutService',
      name: 'Disable the service',
      status: 200,
      path: ['{{serviceId}}'],
      body: { ...SERVICE, status: 0 },
    },
    {
      operationId: 'operatorPutService',
      name: 'Make a service by mistake',
      status: 201,
      path: ['{{spareId}}'],
      body: { ...SERVICE, clientId: 'spare-{{serviceClientId}}', parentId: '{{serviceId}}' },
    },
    {
      operationId: 'operatorDeleteService',
      name: 'Refused: another service is its child',
      status: 409,
      path: ['{{serviceId}}'],
    },
    { operationId: 'operatorDeleteService', status: 204, path: ['{{spareId}}'] },
    {
      operationId: 'operatorPutOrganisation',
      name: 'Make an organisation by mistake',
      status: 201,
      path: ['{{spareId}}'],
      body: { name: 'By Mistake School', category: '001', status: 1 },
    },
    { operationId: 'operatorDeleteOrganisation', status: 204, path: ['{{spareId}}'], settles: true },
  ],
};

const platform: Chapter = {
  name: '13 The platform, without a token',
  actor: 'nobody',
  steps: [
    { operationId: 'getLiveness', status: 200 },
    { operationId: 'getReadiness', status: 200 },
    { operationId: 'getHealth', status: 200 },
    { operationId: 'getOpenApi', status: 200 },
    { operationId: 'listClientKeys', status: 200 },
    { operationId: 'listUsers', name: 'Refused: no token', status: 401 },
  ],
};

/** The calls of the collection in order: each depends on those before it. */
export const chapters: readonly Chapter[] = [
  setUp,
  reads,
  ...invitationChapters,
  operationChapter,
  webhooks,
  managedWebhooks,
  identityProviderChapter,
  accountChapter,
  accountManagementChapter,
  subscriptionChapter,
  tidy,
  platform,
  peopleChapter,
];
