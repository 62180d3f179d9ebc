import { invitationReferencesCollection } from '@gatehouse/references';
import { announcementsCollection } from './announcements/announcements.store.ts';
import { registrationAnswersCollection } from './command-requests/registration-answers.store.ts';
import { sequencesCollection } from './organisations/legacy-ids.store.ts';
import { organisationsCollection } from './organisations/organisations.store.ts';
import { organisationReferencesCollection } from './references/organisation-references.store.ts';
import { usersCollection } from './users/users.store.ts';

/** Every collection of this app's store. */
export const collections = [
  usersCollection,
  organisationsCollection,
  announcementsCollection,
  sequencesCollection,
  registrationAnswersCollection,
  organisationReferencesCollection,
  invitationReferencesCollection,
] as const;
