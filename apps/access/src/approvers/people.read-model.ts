import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { organisationsCollection } from '../people/organisations.store.ts';
import { usersCollection } from '../people/users.store.ts';
import { type Approvers, approversCollection } from './approvers.store.ts';

/** The projections of directory's entities, and the approvers, which are derived from these alone. */
export interface PeopleCollections extends DirectoryProjections {
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
