import { emailKey, type InvitationState, type RegistrationState } from '@gatehouse/contracts';
import { type Remembered, type Restorable, restorable } from '@gatehouse/entities';
import { listedStatus, withdraw } from './invitation/invitation.ts';
import { type InvitationDocument, invitationsCollection } from './invitation/invitations.store.ts';
import { organisationsCollection, usersCollection } from './projections/projections.ts';
import { withdraw as withdrawRegistration } from './registration/registration.ts';
import { type RegistrationDocument, registrationsCollection } from './registration/registrations.store.ts';

const keyOf = (email: string | undefined) => (email === undefined ? {} : { emailKey: emailKey(email) });

/**
 * An invitation that was asked for since the backup is revoked, wherever it was under way: its registration's link, and
 * perhaps its user, are lost. One that was accepted stays so and owes nothing more.
 */
function lostInvitation(last: InvitationState, at: string) {
  const state = withdraw(last, at);
  return { _id: last.id, state, listed: listedStatus(state), ...keyOf(state.email) };
}

/** What its link and code are checked by was in the store alone: it can only be over. */
function lostRegistration(last: RegistrationState, at: string) {
  const state = withdrawRegistration(last, at);
  // No link has this hash.
  return { _id: last.id, state, tokenHash: `lost:${last.id}`, ...keyOf(state.email) };
}

/** What invitations tells of, for a restore. */
export const restorables: readonly Restorable[] = [
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

/** What invitations remembers of directory's entities. */
export const remembered: readonly Remembered[] = [
  { type: 'gatehouse.directory.user.v1', collection: usersCollection.name },
  { type: 'gatehouse.directory.organisation.v1', collection: organisationsCollection.name },
];
