import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import type { Collection } from '@gatehouse/store';
import { type OrganisationDocument, organisationsCollection } from './organisations.store.ts';
import { type UserDocument, usersCollection } from './users.store.ts';

/** The projections of what directory owns. */
export interface ProjectionCollections {
  users: Collection<UserDocument>;
  organisations: Collection<OrganisationDocument>;
}

export type Projections = ReadModel<ProjectionCollections>;

export const projections: ReadModelDeclaration<ProjectionCollections> = {
  name: 'invitations-projections',
  generation: 'projections-1',
  collections: { users: usersCollection, organisations: organisationsCollection },
};
