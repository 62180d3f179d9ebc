import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { type Members, membersCollection } from '../people/members.store.ts';
import { organisationsCollection } from '../people/organisations.store.ts';
import { usersCollection } from '../people/users.store.ts';
import { type Approvers, approversCollection } from './approvers.store.ts';

/** The projections of directory's entities, and members and approvers, which are derived from these alone. */
export interface PeopleCollections extends DirectoryProjections {
  approvers: Approvers;
  members: Members;
}

export type People = ReadModel<PeopleCollections>;

export const people: ReadModelDeclaration<PeopleCollections> = {
  name: 'people',
  generation: 'people-2',
  collections: {
    users: usersCollection,
    organisations: organisationsCollection,
    approvers: approversCollection,
    members: membersCollection,
  },
};
