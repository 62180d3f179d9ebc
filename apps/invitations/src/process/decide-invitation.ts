import { emailKey, type InvitationState, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { wait } from '../invitation/invitation.ts';
import { open } from '../registration/registration.ts';
import { chainOf, instantOf, type Journey, NotYetKnown } from './dependencies.ts';
import { endIfNobodyWaits } from './end-registration.ts';
import { linkToUser } from './link-to-user.ts';
import { newEmailFor } from './registration-email.ts';

/** The language that the person last chose on the pages of an earlier registration to the address. */
async function languageOf({ registrations }: Journey, email: string) {
  const earlier = (await registrations.toEmail(emailKey(email))).map(({ state }) => state);
  const chosen = earlier.filter(({ language }) => language !== undefined);
  return chosen.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))[0]?.language;
}

/** Opens a registration for an email that is nobody's, or finds the one that another opened first. */
async function openRegistration(
  journey: Journey,
  first: InvitationState,
  email: string,
  origin: Origin,
): Promise<RegistrationState> {
  const id = newId();
  const language = await languageOf(journey, email);
  const { email: newEmail, secrets } = await newEmailFor(
    journey,
    { registrationId: id, generation: 1 },
    first,
    {
      to: email,
      correlationId: first.correlationId,
      language,
    },
  );
  const state = open({ id, email }, newEmail, instantOf(journey));
  const opened = await journey.registrations.change(id, origin, () => ({
    state,
    secrets,
    result: undefined,
  }));
  if (opened.outcome === 'changed') return state;
  const winner = await journey.registrations.joinable(emailKey(email));
  // Opened and over within a moment: what happened is read and decided again.
  if (winner === undefined) throw new NotYetKnown('a registration was opened and ended meanwhile');
  return winner.state;
}

/**
 * Decides a received invitation by the copy of users: its email is a user's, who is to be linked, or it waits on the
 * email's registration, which is opened where there is none. May be done again from any point.
 */
export async function decideInvitation(journey: Journey, id: string, origin: Origin): Promise<void> {
  const invitation = (await journey.invitations.get(id))?.state;
  if (invitation?.status !== 'received' || invitation.email === undefined) return;
  const key = emailKey(invitation.email);
  const chain = chainOf(invitation, origin);
  const user = await journey.users.withEmail(key);
  if (user !== undefined) return linkToUser(journey, invitation, user, chain);

  const joinable = await journey.registrations.joinable(key);
  const registration =
    joinable?.state ?? (await openRegistration(journey, invitation, invitation.email, chain));
  const at = instantOf(journey);
  const { state } = await journey.invitations.change(id, chain, (current) =>
    current.status === 'received' ? wait(current, registration, at) : undefined,
  );
  // Revoked, or its email a user's, while its registration was being opened.
  if (state?.status !== 'waiting') await endIfNobodyWaits(journey, registration.id, chain);
}
