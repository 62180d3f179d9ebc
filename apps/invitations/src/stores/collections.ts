import { organisationsCollection, usersCollection } from './copies.ts';
import { invitationsCollection } from './invitations.ts';
import { registrationsCollection } from './registrations.ts';

/** Every collection of this app's store. */
export const collections = [
  invitationsCollection,
  registrationsCollection,
  usersCollection,
  organisationsCollection,
] as const;
