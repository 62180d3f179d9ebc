import type { BackendManifest } from '@gatehouse/app-process';
import { type InvitationState, type RegistrationState, topics } from '@gatehouse/contracts';
import { restorable } from '@gatehouse/entities';
import { readModelCollections } from '@gatehouse/read-models';
import type { InvitationsConfig } from './config.ts';
import { withdraw } from './invitation/invitation.ts';
import {
  type InvitationDocument,
  invitationKeys,
  invitationsCollection,
} from './invitation/invitations.store.ts';
import { organisationsCollection } from './projections/organisations.store.ts';
import { projections } from './projections/read-model.ts';
import { usersCollection } from './projections/users.store.ts';
import { withdraw as withdrawRegistration } from './registration/registration.ts';
import {
  type RegistrationDocument,
  registrationKeys,
  registrationsCollection,
} from './registration/registrations.store.ts';

/**
 * An invitation from after the backup is revoked, wherever it was in the process: its registration's link, and perhaps its
 * user, are lost. One that was accepted stays so, with nothing left to send.
 */
function lostInvitation(last: InvitationState, at: string) {
  const state = withdraw(last, at);
  return { _id: last.id, state, ...invitationKeys(state, {}) };
}

/** What its link and code are checked by was in the store alone: it can only be over. */
function lostRegistration(last: RegistrationState, at: string) {
  const state = withdrawRegistration(last, at);
  // No link has this hash.
  return { _id: last.id, state, ...registrationKeys(state, { tokenHash: `lost:${last.id}` }) };
}

const restorables = [
  restorable<'gatehouse.invitations.invitation.v1', InvitationDocument>({
    type: 'gatehouse.invitations.invitation.v1',
    collection: invitationsCollection,
    lost: lostInvitation,
  }),
  restorable<'gatehouse.invitations.registration.v1', RegistrationDocument>({
    type: 'gatehouse.invitations.registration.v1',
    collection: registrationsCollection,
    lost: lostRegistration,
  }),
];

/** What the rest of the platform must know of invitations. */
export const manifest = {
  name: 'invitations',
  topics: [topics.invitations],
  collections: [invitationsCollection, registrationsCollection, ...readModelCollections],
  readModels: [projections],
  restorables,
  remembered: [
    { type: 'gatehouse.directory.user.v1', collection: usersCollection.name },
    { type: 'gatehouse.directory.organisation.v1', collection: organisationsCollection.name },
  ],
  isNeverEmpty: false,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
} satisfies BackendManifest<InvitationsConfig>;
