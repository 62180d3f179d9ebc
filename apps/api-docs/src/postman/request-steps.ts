import type { Chapter } from './scenario.ts';

const AT_ORGANISATION = ['{{organisationId}}'];

/** The calls about requests for access, while nobody is signed in. */
export const requestSteps: Chapter['steps'] = [
  {
    operationId: 'askForAccess',
    status: 401,
    body: { organisationId: '{{organisationId}}', reason: 'I teach there from September on.' },
  },
  { operationId: 'listOwnRequests', status: 401 },
  { operationId: 'listOrganisationRequests', status: 401, path: AT_ORGANISATION },
  { operationId: 'listSupportRequests', status: 401 },
  {
    operationId: 'decideRequest',
    status: 401,
    path: ['{{organisationId}}', '{{spareId}}'],
    body: { decision: 'approve' },
  },
  { operationId: 'withdrawRequest', status: 401, path: ['{{spareId}}'] },
];
