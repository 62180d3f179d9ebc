import type { Example } from './example.ts';
import { APPROVER, ORGANISATION_ID, page, SCHOOL, SERVICE_ID, USER_ID } from './example-values.ts';

const wish = {
  organisationId: ORGANISATION_ID,
  serviceId: SERVICE_ID,
  roles: ['MANAGER'],
  reason: 'I order the meals from September on.',
};
const request = {
  ...{ id: '93A4B5C6-D7E8-4F90-8A2B-3C4D5E6F7010', userId: USER_ID, ...wish, membership: true },
  ...{ organisationName: SCHOOL.name, serviceName: 'School Meals', status: 'waiting', escalated: null },
  ...{ createdAt: '2026-03-02T09:00:00.000Z', decidedAt: null, decidedBy: null, decision: null },
  ...{ decidedRoleId: null, decidedRoles: null, decisionReason: null, failure: null },
};

const shown = { ...request, ...APPROVER };

const decided = {
  ...{ ...shown, status: 'approved', decidedAt: '2026-03-02T10:00:00.000Z', decidedBy: 'Sam Sample' },
  ...{ decision: 'approve', decidedRoleId: 0, decidedRoles: ['MANAGER'] },
};

/** Examples of the calls about requests for access. */
export const requestExamples: Readonly<Record<string, Example>> = {
  askForAccess: { request: wish, 200: request, 201: request },
  decideRequest: { request: { decision: 'approve', roleId: 0, roles: ['MANAGER'] }, 200: decided },
  listOwnRequests: { 200: page('requests', request) },
  listOrganisationRequests: { 200: page('requests', shown) },
  listSupportRequests: { 200: page('requests', shown) },
  operatorListRequests: { 200: page('requests', shown) },
};
