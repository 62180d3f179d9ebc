import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import { type Organisations, organisationsCollection } from '../people/organisations.store.ts';
import { type Users, usersCollection } from '../people/users.store.ts';
import { type Approvers, approversCollection } from './approvers.store.ts';

/** The copies of what directory owns, with what is made from them alone. */
export interface PeopleCollections {
  users: Users;
  organisations: Organisations;
  approvers: Approvers;
}

export type People = ReadModel<PeopleCollections>;

export const people: ReadModelDeclaration<PeopleCollections> = {
  name: 'people',
  generation: 'people-1',
  collections: {
    users: usersCollection,
    organisations: organisationsCollection,
    approvers: approversCollection,
  },
};
