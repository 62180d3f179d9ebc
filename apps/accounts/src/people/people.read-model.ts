import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import type { Collection } from '@gatehouse/store';
import { openUsers, type UserDocument, usersCollection } from './users.store.ts';

/** The projection of directory's users. */
export interface PeopleCollections {
  users: Collection<UserDocument>;
}

export type PeopleReadModel = ReadModel<PeopleCollections>;

export const people: ReadModelDeclaration<PeopleCollections> = {
  name: 'accounts-projections',
  generation: 'projections-1',
  collections: { users: usersCollection },
};

export type People = ReturnType<typeof openPeople>;

/** What is asked of the projection. */
export function openPeople(collections: PeopleCollections, now: () => number) {
  return { users: openUsers(collections.users, now) };
}
