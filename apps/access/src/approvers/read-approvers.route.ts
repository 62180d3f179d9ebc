import {
  type Approver,
  approversPage,
  hiddenOrganisationStatuses,
  organisationRoles,
} from '@gatehouse/contracts';
import { forbidden } from '@gatehouse/errors';
import { type Page, type PageRequest, pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { Visibility } from '../grants/visibility.ts';
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

/** A page of approvers by their ids, `<organisation id>:<user id>`. */
async function pageOfIds(
  people: PeopleCollections,
  admittedApprovers: AdmittedApprovers,
  service: ServiceDocument,
  request: PageRequest,
): Promise<Page<string>> {
  if (service.state.policies.length > 0) {
    return pageOfList(request, await admittedApprovers(people, service));
  }
  const range = { where: {}, by: 'listKey', after: '', upTo: '~' } as const;
  const { records, members } = await pageOfRange(people.approvers, range, request);
  return { records: records.map(({ _id }) => _id), members };
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
      const { records, members } = await pageOfIds(people, parts.admittedApprovers, service, query);
      return { status: 200, body: { users: await viewApprovers(people, records), ...members } };
    },
  });
}
