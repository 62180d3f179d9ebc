import type { Store } from '@gatehouse/store';
import { type Approvers, approversCollection } from './approvers.ts';
import { type FreePlaces, freePlacesCollection } from './free-places.ts';
import { type Grants, grantsCollection } from './grants.ts';
import { type Introductions, introductionsCollection } from './introductions.ts';
import { type ListRows, listRowsCollection } from './list-rows.ts';
import { type Lists, listsCollection } from './lists.ts';
import { type OrganisationApprovers, organisationApproversCollection } from './organisation-approvers.ts';
import { type Organisations, organisationsCollection } from './organisations.ts';
import { type Services, servicesCollection } from './services.ts';
import { type Users, usersCollection } from './users.ts';

/** Everything that access keeps, for whoever opens its store. */
export const collections = [
  servicesCollection,
  grantsCollection,
  introductionsCollection,
  usersCollection,
  organisationsCollection,
  approversCollection,
  organisationApproversCollection,
  listsCollection,
  listRowsCollection,
  freePlacesCollection,
];

/** The collections of an open store. */
export interface Collections {
  services: Services;
  grants: Grants;
  introductions: Introductions;
  users: Users;
  organisations: Organisations;
  approvers: Approvers;
  organisationApprovers: OrganisationApprovers;
  lists: Lists;
  listRows: ListRows;
  freePlaces: FreePlaces;
}

export function openCollections(store: Store): Collections {
  return {
    services: store.collection(servicesCollection),
    grants: store.collection(grantsCollection),
    introductions: store.collection(introductionsCollection),
    users: store.collection(usersCollection),
    organisations: store.collection(organisationsCollection),
    approvers: store.collection(approversCollection),
    organisationApprovers: store.collection(organisationApproversCollection),
    lists: store.collection(listsCollection),
    listRows: store.collection(listRowsCollection),
    freePlaces: store.collection(freePlacesCollection),
  };
}
