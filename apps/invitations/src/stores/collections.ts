import { readModelCollections } from '@gatehouse/read-models';
import { invitationsCollection } from './invitations.ts';
import { registrationsCollection } from './registrations.ts';

/** Every collection of this app's store but its read model's. */
export const collections = [invitationsCollection, registrationsCollection, ...readModelCollections] as const;
