import { readModelCollections } from '@gatehouse/read-models';
import { invitationsCollection } from './invitation/invitations.store.ts';
import { projections } from './projections/projections.ts';
import { registrationsCollection } from './registration/registrations.store.ts';

/** Every collection of this app's store but its read model's. */
export const collections = [invitationsCollection, registrationsCollection, ...readModelCollections] as const;

/** What invitations reads that is built from the log. */
export const readModels = [projections] as const;
