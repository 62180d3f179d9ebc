import { readModelCollections } from '@gatehouse/read-models';
import { copies } from './copies.ts';
import { invitationsCollection } from './invitations.ts';
import { registrationsCollection } from './registrations.ts';

/** Every collection of this app's store but its read model's. */
export const collections = [invitationsCollection, registrationsCollection, ...readModelCollections] as const;

/** What invitations reads that is built from the log. */
export const readModels = [copies] as const;
