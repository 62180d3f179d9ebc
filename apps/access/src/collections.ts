import { openReadModel, type Pace, readModelCollections } from '@gatehouse/read-models';
import { type InvitationReferences, invitationReferencesCollection } from '@gatehouse/references';
import type { Store } from '@gatehouse/store';
import {
  type OrganisationApprovers,
  organisationApproversCollection,
} from './approvers/last-approver.store.ts';
import { type People, type PeopleCollections, people } from './approvers/people.read-model.ts';
import { type Grants, grantsCollection } from './grants/grants.store.ts';
import { type ServiceLinks, serviceLinksCollection } from './grants/service-links.store.ts';
import { type Requests, requestsCollection } from './requests/requests.store.ts';
import { type Services, servicesCollection } from './services/services.store.ts';
import { type ListCollections, type UserLists, userLists } from './user-list/lists.read-model.ts';

/** Everything that access stores, except its read models. */
export const collections = [
  servicesCollection,
  grantsCollection,
  serviceLinksCollection,
  organisationApproversCollection,
  requestsCollection,
  invitationReferencesCollection,
  ...readModelCollections,
];

/** What access builds from the log. */
export const readModels = [people, userLists] as const;

/** The collections of an open store. Each call of a read model's collection goes to the generation that is active then. */
export interface Collections extends PeopleCollections, ListCollections {
  services: Services;
  grants: Grants;
  serviceLinks: ServiceLinks;
  organisationApprovers: OrganisationApprovers;
  requests: Requests;
  invitationReferences: InvitationReferences;
  people: People;
  userLists: UserLists;
}

export async function openCollections(store: Store, now: () => number, pace?: Pace): Promise<Collections> {
  const opening = { store, now, ...(pace !== undefined && { pace }) };
  const projections = await openReadModel({ ...opening, declaration: people });
  const lists = await openReadModel({ ...opening, declaration: userLists });
  return {
    services: store.collection(servicesCollection),
    grants: store.collection(grantsCollection),
    serviceLinks: store.collection(serviceLinksCollection),
    organisationApprovers: store.collection(organisationApproversCollection),
    requests: store.collection(requestsCollection),
    invitationReferences: store.collection(invitationReferencesCollection),
    ...projections.collections,
    ...lists.collections,
    people: projections,
    userLists: lists,
  };
}
