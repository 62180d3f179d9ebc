import { requestSteps } from './request-steps.ts';
import type { Chapter } from './scenario.ts';

const MEMBER = ['{{organisationId}}', '{{userId}}'];
const GRANT = [...MEMBER, '{{serviceId}}'];

/** The calls for people who are signed in. Their tokens come by a browser, so that here all of them are refused. */
export const peopleChapter: Chapter = {
  name: '12 People, while nobody is signed in',
  actor: 'nobody',
  steps: [
    { operationId: 'listOwnSessions', status: 401 },
    { operationId: 'listOwnSignIns', status: 401 },
    { operationId: 'endOwnSession', status: 401, path: ['{{spareId}}'] },
    { operationId: 'putOwnNames', status: 401, body: { given_name: 'Pat', family_name: 'Sample' } },
    { operationId: 'leaveOrganisation', status: 401, path: MEMBER.slice(0, 1) },
    { operationId: 'putMember', status: 401, path: MEMBER, body: { roleId: 10_000 } },
    { operationId: 'removeMember', status: 401, path: MEMBER },
    { operationId: 'getSignedInPerson', status: 401 },
    { operationId: 'listOwnServices', status: 401 },
    { operationId: 'searchOrganisations', status: 401, query: { q: 'hill' } },
    { operationId: 'listMembers', status: 401, path: MEMBER.slice(0, 1) },
    { operationId: 'getMember', status: 401, path: MEMBER },
    { operationId: 'listMemberServices', status: 401, path: MEMBER },
    { operationId: 'putMemberService', status: 401, path: GRANT, body: { roles: ['MANAGER'] } },
    { operationId: 'removeMemberService', status: 401, path: GRANT },
    { operationId: 'listAvailableServices', status: 401, path: MEMBER.slice(0, 1) },
    ...requestSteps,
  ],
};
