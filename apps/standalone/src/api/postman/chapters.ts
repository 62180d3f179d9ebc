import { invitationChapters } from './invitation-chapters.ts';
import type { Chapter } from './scenario.ts';

const GRANT = ['{{userId}}', '{{organisationId}}', '{{serviceId}}'];
const USER = { email: '{{email}}', given_name: 'Pat', family_name: 'Sample' };
const SERVICE = {
  clientId: '{{serviceClientId}}',
  name: 'School Meals',
  redirectUris: ['https://meals.example.org/signed-in'],
  params: { canViewApproverReport: 'true' },
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
      operationId: 'operatorPutServiceRole',
      name: 'Make a role',
      status: 201,
      path: ['{{serviceId}}', 'MANAGER'],
      body: { name: 'Meals manager' },
    },
    { operationId: 'operatorGetServiceRole', status: 200, path: ['{{serviceId}}', 'MANAGER'] },
    { operationId: 'operatorListServiceRoles', status: 200, path: ['{{serviceId}}'] },
    {
      operationId: 'operatorPutServicePolicy',
      name: 'Make a policy',
      status: 201,
      path: ['{{serviceId}}', 'open'],
      body: POLICY,
    },
    { operationId: 'operatorGetServicePolicy', status: 200, path: ['{{serviceId}}', 'open'] },
    { operationId: 'operatorListServicePolicies', status: 200, path: ['{{serviceId}}'] },
    {
      operationId: 'operatorPutOrganisation',
      name: 'Make an organisation',
      status: 201,
      path: ['{{organisationId}}'],
      body: { name: 'Hill School', category: '001', status: 1, urn: '{{urn}}', ukprn: '{{ukprn}}' },
    },
    { operationId: 'operatorGetOrganisation', status: 200, path: ['{{organisationId}}'] },
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
    {
      operationId: 'operatorPutUserOrganisation',
      name: 'Make the user an approver of the organisation',
      status: 201,
      path: GRANT.slice(0, 2),
      body: { roleId: 10_000 },
    },
    { operationId: 'operatorGetUserOrganisation', status: 200, path: GRANT.slice(0, 2) },
    { operationId: 'operatorListUserOrganisations', status: 200, path: GRANT.slice(0, 1) },
    {
      operationId: 'operatorPutUserOrganisationService',
      name: 'Grant the service to the user for the organisation',
      status: 201,
      path: GRANT,
      body: { roles: ['MANAGER'], identifiers: [{ key: 'kitchen', value: '12' }] },
    },
    { operationId: 'operatorGetUserOrganisationService', status: 200, path: GRANT },
    { operationId: 'operatorListUserOrganisationServices', status: 200, path: GRANT.slice(0, 2) },
  ],
};

const reads: Chapter = {
  name: '2 The service reads',
  actor: 'service',
  steps: [
    { operationId: 'listServiceRoles', status: 200, path: ['{{serviceClientId}}'] },
    {
      operationId: 'getServiceOrganisationUser',
      status: 200,
      path: ['{{serviceId}}', '{{organisationId}}', '{{userId}}'],
      settles: true,
    },
    { operationId: 'listUserOrganisations', status: 200, path: ['{{userId}}'], settles: true },
    { operationId: 'listUserV2Organisations', status: 200, path: ['{{userId}}'] },
    { operationId: 'listUserOrganisationservices', status: 200, path: ['{{userId}}'] },
    { operationId: 'listUsers', status: 200, query: { page: '1', pageSize: '25' } },
    { operationId: 'listUsersChanges', status: 200, save: { cursor: 'next' } },
    {
      operationId: 'listUsersChanges',
      name: 'What changed since',
      status: 200,
      query: { since: '{{cursor}}' },
    },
    { operationId: 'listUsersApprovers', status: 200 },
    { operationId: 'listOrganisationUsers', status: 200, path: ['{{ukprn}}'], settles: true },
    { operationId: 'listOrganisationsCategories', status: 200 },
    { operationId: 'listOrganisationsEstablishmentTypes', status: 200 },
    {
      operationId: 'createOrganisationsAnnouncement',
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
    { operationId: 'deleteOrganisationsAnnouncement', status: 204, path: ['{{messageId}}'] },
    { operationId: 'listUsers', name: 'Refused: no such page', status: 400, query: { page: '0' } },
    { operationId: 'operatorListUsers', name: 'Refused: only the operator may do that', status: 403 },
  ],
};

const tidy: Chapter = {
  name: '5 The operator tidies up',
  actor: 'operator',
  steps: [
    {
      operationId: 'operatorCreateServiceSecret',
      status: 200,
      path: ['{{serviceId}}'],
      body: { overlapSeconds: 0 },
      save: { serviceSecret: 'apiSecret' },
    },
    { operationId: 'operatorListReadModels', status: 200 },
    {
      operationId: 'operatorRebuildReadModel',
      name: 'Rebuild a read model from the event log',
      status: 202,
      path: ['people'],
    },
    { operationId: 'operatorGetReadModel', status: 200, path: ['people'] },
    {
      operationId: 'operatorRebuildReadModel',
      name: 'Refused: that rebuild is under way',
      status: 409,
      path: ['people'],
    },
    {
      operationId: 'operatorDeleteReadModelRebuild',
      name: 'Refused: there is no rebuild of this one to give up',
      status: 404,
      path: ['lists'],
    },
    { operationId: 'operatorDeleteUserOrganisationService', status: 204, path: GRANT },
    { operationId: 'operatorDeleteServicePolicy', status: 204, path: ['{{serviceId}}', 'open'] },
    {
      operationId: 'operatorDeleteServiceRole',
      status: 204,
      path: ['{{serviceId}}', 'MANAGER'],
      settles: true,
    },
    { operationId: 'operatorDeleteUserOrganisation', status: 204, path: GRANT.slice(0, 2) },
    { operationId: 'operatorDeleteUser', status: 204, path: ['{{userId}}'] },
    { operationId: 'operatorGetUser', name: 'The user is gone', status: 404, path: ['{{userId}}'] },
    {
      operationId: 'operatorPutService',
      name: 'Disable the service',
      status: 200,
      path: ['{{serviceId}}'],
      body: { ...SERVICE, status: 0 },
    },
  ],
};

const platform: Chapter = {
  name: '6 The platform, without a token',
  actor: 'nobody',
  steps: [
    { operationId: 'getLivez', status: 200 },
    { operationId: 'getReadyz', status: 200 },
    { operationId: 'getHealthcheck', status: 200 },
    { operationId: 'getOpenapiJson', status: 200 },
    { operationId: 'listUsers', name: 'Refused: no token', status: 401 },
  ],
};

/** The story that the collection tells, in order: each call stands on those before it. */
export const chapters: readonly Chapter[] = [setUp, reads, ...invitationChapters, tidy, platform];
