import { emailKey, type InvitationState, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { wait } from '../invitation/invitation.ts';
import { open } from '../registration/registration.ts';
import { emailMarksOf } from '../registration/registrations.store.ts';
import { chainOf, isoNow, NotYetKnown, type ProcessDependencies } from './dependencies.ts';
import { endIfNobodyWaits } from './end-registration.ts';
import { linkToUser } from './link-to-user.ts';
import { newEmailFor } from './registration-email.ts';

/** The language that the person last chose on the pages of an earlier registration to the address. */
async function languageOf({ registrations }: ProcessDependencies, email: string) {
  let last: RegistrationState | undefined;
  for await (const { state } of registrations.toEmail(emailKey(email))) {
    if (state.language !== undefined && (last === undefined || state.updatedAt > last.updatedAt))
      last = state;
  }
  return last?.language;
}

/** Opens a registration for an email that is nobody's, or finds the one that another opened first. */
async function openRegistration(
  dependencies: ProcessDependencies,
  first: InvitationState,
  email: string,
  origin: Origin,
): Promise<RegistrationState> {
  const { registrations, clock } = dependencies;
  const id = newId();
  const recipient = {
    to: email,
    correlationId: first.correlationId,
    language: await languageOf(dependencies, email),
  };
  const written = await newEmailFor(dependencies, { registrationId: id, generation: 1 }, first, recipient);
  const state = open({ id, email }, written.email, isoNow(clock));
  const marks = emailMarksOf(state, written.secrets);
  const { outcome } = await registrations.decide(id, origin, () => ({ state, marks, result: undefined }));
  if (outcome === 'changed') return state;
  const winner = await registrations.joinable(emailKey(email));
  // Opened and over within a moment: it is read and decided again.
  if (winner === undefined) throw new NotYetKnown('a registration was opened and ended meanwhile');
  return winner.state;
}

/**
 * Decides a received invitation by the projection of users: its email is a user's, who is to be linked, or it waits on
 * the email's registration, which is opened where there is none. May be repeated from any point.
 */
export async function decideInvitation(
  dependencies: ProcessDependencies,
  id: string,
  origin: Origin,
): Promise<void> {
  const { invitations, registrations, users, clock } = dependencies;
  const invitation = (await invitations.get(id))?.state;
  if (invitation?.status !== 'received' || invitation.email === undefined) return;
  const key = emailKey(invitation.email);
  const chain = chainOf(invitation, origin);
  const user = await users.withEmail(key);
  if (user !== undefined) return linkToUser(dependencies, invitation, user, chain);

  const registration =
    (await registrations.joinable(key))?.state ??
    (await openRegistration(dependencies, invitation, invitation.email, chain));
  const { state } = await invitations.change(id, chain, (current) =>
    current.status === 'received' ? wait(current, registration, isoNow(clock)) : undefined,
  );
  // Revoked, or its email a user's, while its registration was being opened.
  if (state?.status !== 'waiting') await endIfNobodyWaits(dependencies, registration.id, chain);
}
