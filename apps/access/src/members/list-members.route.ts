import { organisationMembersPage } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { known, presentOrganisation } from '../people/known-people.ts';
import { isMemberShown } from '../people/members.store.ts';
import { managingIn } from './acting-person.ts';
import { changeHeaders, changeShown } from './change-shown.ts';
import { type ListDependencies, membersQuery, pageOfMembers } from './page-of-members.ts';

/** `GET /me/organisations/{id}/members`: by family name, within the organisation alone. */
export function listMembersRoute(dependencies: ListDependencies): Route {
  const { members } = dependencies;
  return route({
    method: 'get',
    path: '/me/organisations/:organisationId/members',
    access: 'person',
    operationId: 'listMembers',
    summary: 'List the members of one’s organisation',
    described: { text: 'By family name.', headers: changeHeaders },
    uuidParams: ['organisationId'],
    faults: 'field',
    query: membersQuery,
    async resolve({ params: { organisationId }, caller, headers }) {
      await changeShown(dependencies, headers.change, (user) => isMemberShown(members, user, organisationId));
      await managingIn(dependencies, caller, organisationId);
    },
    responses: { 200: organisationMembersPage },
    async handle({ params: { organisationId }, query }) {
      return { status: 200, body: await pageOfMembers(dependencies, organisationId, query, 'managers') };
    },
  });
}

/** `GET /manage/organisations/{id}/members`: the same for the operator, from whom no service is hidden. */
export function listMembersForOperatorRoute(dependencies: ListDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/organisations/:organisationId/members',
    access: 'operator',
    operationId: 'operatorListMembers',
    summary: 'List the members of an organisation',
    described: { text: 'By family name.' },
    uuidParams: ['organisationId'],
    query: membersQuery,
    async resolve({ params }) {
      known('organisation', await presentOrganisation(dependencies.organisations, params.organisationId));
    },
    responses: { 200: organisationMembersPage },
    async handle({ params: { organisationId }, query }) {
      return { status: 200, body: await pageOfMembers(dependencies, organisationId, query, 'operator') };
    },
  });
}
