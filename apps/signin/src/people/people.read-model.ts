import type { ReadModel, ReadModelDeclaration } from '@gatehouse/read-models';
import type { Collection } from '@gatehouse/store';
import { type GrantDocument, grantsCollection, openGrants } from './grants.store.ts';
import { type InvitationDocument, invitationsCollection, openInvitations } from './invitations.store.ts';
import {
  type OrganisationDocument,
  openOrganisations,
  organisationsCollection,
} from './organisations.store.ts';
import { openUsers, type UserDocument, usersCollection } from './users.store.ts';

/** The projections of what other apps own: whom people are, and where they belong. */
export interface PeopleCollections {
  users: Collection<UserDocument>;
  organisations: Collection<OrganisationDocument>;
  grants: Collection<GrantDocument>;
  invitations: Collection<InvitationDocument>;
}

export type PeopleReadModel = ReadModel<PeopleCollections>;

export const people: ReadModelDeclaration<PeopleCollections> = {
  name: 'signin-projections',
  generation: 'projections-1',
  collections: {
    users: usersCollection,
    organisations: organisationsCollection,
    grants: grantsCollection,
    invitations: invitationsCollection,
  },
};

export type People = ReturnType<typeof openPeople>;

/** What is asked of the projections. */
export function openPeople(collections: PeopleCollections, now: () => number) {
  return {
    users: openUsers(collections.users, now),
    organisations: openOrganisations(collections.organisations, now),
    grants: openGrants(collections.grants, now),
    invitations: openInvitations(collections.invitations, now),
  };
}
