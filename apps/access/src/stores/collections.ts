import type { Store } from '@gatehouse/store';
import { type Grants, grantsCollection } from './grants.ts';
import { type Introductions, introductionsCollection } from './introductions.ts';
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
];

/** The collections of an open store. */
export interface Collections {
  services: Services;
  grants: Grants;
  introductions: Introductions;
  users: Users;
  organisations: Organisations;
}

export function openCollections(store: Store): Collections {
  return {
    services: store.collection(servicesCollection),
    grants: store.collection(grantsCollection),
    introductions: store.collection(introductionsCollection),
    users: store.collection(usersCollection),
    organisations: store.collection(organisationsCollection),
  };
}
