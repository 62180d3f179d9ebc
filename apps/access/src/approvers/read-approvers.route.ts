import {
  type Approver,
  approversPage,
  hiddenOrganisationStatuses,
  organisationRoles,
} from '@gatehouse/contracts';
import { forbidden } from '@gatehouse/errors';
import { pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { Visibility } from '../grants/visibility.ts';
import { type PageAsked, pageFacts, pageOfList } from '../paging.ts';
import { membershipIn } from '../people/membership.domain.ts';
import { viewProviderOrganisation } from '../people/organisation-view.ts';
import { organisationsOf } from '../people/organisations.store.ts';
import type { ServiceDocument } from '../services/services.store.ts';
import { pageOfRange } from '../user-list/ordered-range.ts';
import type { AdmittedApprovers } from './admitted-approvers.ts';
import type { People, PeopleCollections } from './people.ts';

interface Parts {
  visibility: Visibility;
  people: People;
  admittedApprovers: AdmittedApprovers;
}

/** Ids of a page of approvers, `<organisation id>:<user id>`, and how many there are in all. */
async function idsOfPage(
  people: PeopleCollections,
  admittedApprovers: AdmittedApprovers,
  { state, version }: ServiceDocument,
  asked: PageAsked,
): Promise<{ ids: string[]; total: number }> {
  if (state.policies.length > 0) {
    const admitted = await admittedApprovers(people, { state, version });
    return { ids: pageOfList(asked, admitted), total: admitted.length };
  }
  const range = { where: {}, by: 'listKey', after: '', upTo: '~' } as const;
  const { page, pageSize } = asked;
  const skip = (page - 1) * pageSize;
  const { documents, total } = await pageOfRange(people.approvers, range, { skip, limit: pageSize });
  return { ids: documents.map(({ _id }) => _id), total };
}

async function viewApprovers(
  { users, organisations }: PeopleCollections,
  ids: readonly string[],
): Promise<Approver[]> {
  const pairs = ids.map((id) => {
    const [organisationId = '', userId = ''] = id.split(':');
    return { organisationId, userId };
  });
  const [foundUsers, foundOrganisations] = await Promise.all([
    users.getMany([...new Set(pairs.map(({ userId }) => userId))]),
    organisationsOf(organisations, [...new Set(pairs.map(({ organisationId }) => organisationId))]),
  ]);
  const userById = new Map(foundUsers.map(({ state }) => [state.id, state]));
  const organisationById = new Map(foundOrganisations.map((each) => [each.id, each]));
  return pairs.flatMap(({ organisationId, userId }) => {
    const user = userById.get(userId);
    const organisation = organisationById.get(organisationId);
    const membership = membershipIn(user, organisationId);
    if (user?.state !== 'present' || organisation === undefined || membership === undefined) return [];
    if (hiddenOrganisationStatuses.has(organisation.status)) return [];
    return {
      organisation: viewProviderOrganisation(organisation),
      roleId: membership.roleId,
      roleName: organisationRoles[membership.roleId],
      userId: user.id,
      userStatus: user.status,
      email: user.email ?? null,
      familyName: user.familyName ?? null,
      givenName: user.givenName ?? null,
    };
  });
}

/** GET /users/approvers: the approvers of the organisations that the service's policies allow, where the service may see them. */
export function readApprovers(parts: Parts): Route {
  return route({
    method: 'get',
    path: '/users/approvers',
    access: 'own-service',
    operationId: 'listApprovers',
    summary: 'List the approvers of the organisations that the service is for',
    described: {
      text: 'Approvers of the organisations that the policies of the service allow; of all organisations, where it has no policy. Deactivated users are among them.',
      refusals: { forbidden: 'The service lacks the setting `canViewApproverReport`.' },
    },
    query: z.object(pageQuery),
    async resolve({ caller }) {
      const service = await parts.visibility.ownService(caller);
      if (service.state.params.canViewApproverReport === 'true') return service;
      throw forbidden('This client may not see approvers');
    },
    responses: { 200: approversPage },
    async handle({ query }, service) {
      const people = await parts.people.current();
      const { ids, total } = await idsOfPage(people, parts.admittedApprovers, service, query);
      return { status: 200, body: { users: await viewApprovers(people, ids), ...pageFacts(query, total) } };
    },
  });
}
