import {
  type Approver,
  approversPage,
  hiddenOrganisationStatuses,
  viewProviderOrganisation,
} from '@gatehouse/contracts';
import { forbidden } from '@gatehouse/errors';
import { type Page, type PageRequest, pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { readMemberships } from '../people/memberships.ts';
import { viewMembershipRole, viewUser } from '../people/user-view.ts';
import { ownService } from '../services/acting-client.ts';
import type { ServiceDocument, Services } from '../services/services.store.ts';
import { pageOfRange } from '../user-list/ordered-range.ts';
import type { AdmittedApprovers } from './admitted-approvers.ts';
import type { People, PeopleCollections } from './people.read-model.ts';

interface ReadApproversDependencies {
  services: Services;
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

async function viewApprovers(people: PeopleCollections, ids: readonly string[]): Promise<Approver[]> {
  const keys = ids.map((id) => {
    const [organisationId = '', userId = ''] = id.split(':');
    return { organisationId, userId };
  });
  const lookUp = await readMemberships(people, keys);
  return keys.flatMap((key) => {
    const found = lookUp(key);
    if (typeof found === 'string' || hiddenOrganisationStatuses.has(found.organisation.status)) return [];
    return {
      organisation: viewProviderOrganisation(found.organisation),
      ...viewMembershipRole(found.membership),
      ...viewUser(found.user),
    };
  });
}

/** GET /users/approvers: the approvers of the organisations that the service's policies allow, where the service may see them. */
export function readApproversRoute(dependencies: ReadApproversDependencies): Route {
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
      const service = await ownService(dependencies.services, caller);
      if (service.state.params.canViewApproverReport === 'true') return service;
      throw forbidden('This client may not see approvers');
    },
    responses: { 200: approversPage },
    async handle({ query }, service) {
      const people = await dependencies.people.current();
      const { records, members } = await pageOfIds(people, dependencies.admittedApprovers, service, query);
      return { status: 200, body: { users: await viewApprovers(people, records), ...members } };
    },
  });
}
