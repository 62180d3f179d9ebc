import { invitationReferencesCollection } from '@gatehouse/references';
import { announcementsCollection } from './announcements.ts';
import { organisationReferencesCollection } from './organisation-references.ts';
import { organisationsCollection } from './organisations.ts';
import { registrationAnswersCollection } from './registration-answers.ts';
import { sequencesCollection } from './sequences.ts';
import { usersCollection } from './users.ts';

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
