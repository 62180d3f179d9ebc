import { emailKey, type InvitationState, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { decline, expire, reconsider, renew, wait } from '../invitation/invitation.ts';
import { canBeJoined, hasDeclined } from '../registration/registration.ts';
import { chainOf, instantOf, type Journey } from './dependencies.ts';
import { overtake } from './end-registration.ts';
import { linkToUser } from './link-to-user.ts';

/** What the registration's state means for one that waits, or expired, on it. */
function consequence(
  invitation: InvitationState,
  registration: RegistrationState,
  at: string,
): InvitationState | undefined {
  if (invitation.status === 'expired') {
    return registration.status === 'open' ? wait(invitation, registration, at) : undefined;
  }
  if (hasDeclined(registration, invitation.id)) return decline(invitation, at);
  if (canBeJoined(registration)) return renew(invitation, registration.expiresAt, at);
  return registration.status === 'expired' ? expire(invitation, at) : reconsider(invitation, at);
}

async function userWith(journey: Journey, { email }: { email?: string | undefined }) {
  return email === undefined ? undefined : journey.users.withEmail(emailKey(email));
}

/** Brings one invitation into line with the registration it waits on, and with the copy of users. */
export async function followWaiting(journey: Journey, id: string, origin: Origin): Promise<void> {
  const invitation = (await journey.invitations.get(id))?.state;
  if (invitation?.status !== 'waiting') return;
  const registration = (await journey.registrations.get(invitation.registrationId))?.state;
  if (registration === undefined) return;
  const chain = chainOf(invitation, origin);
  const user = await userWith(journey, invitation);
  if (user !== undefined) {
    await overtake(journey, registration.id, chain);
    return linkToUser(journey, invitation, user, chain);
  }
  const at = instantOf(journey);
  await journey.invitations.change(id, chain, (state) =>
    state.status === 'waiting' && state.registrationId === registration.id
      ? consequence(state, registration, at)
      : undefined,
  );
}

/**
 * Brings the invitations of a registration into line with it: open again, they are revived, with its expiry; run out,
 * they expire; over otherwise, they are decided anew.
 */
export async function followRegistration(journey: Journey, id: string, origin: Origin): Promise<void> {
  const registration = (await journey.registrations.get(id))?.state;
  if (registration === undefined) return;
  if (registration.status === 'open' && (await userWith(journey, registration)) !== undefined) {
    return overtake(journey, id, origin);
  }
  for await (const { state } of journey.invitations.ofRegistration(id, ['waiting', 'expired'])) {
    const at = instantOf(journey);
    await journey.invitations.change(state.id, chainOf(state, origin), (current) =>
      'registrationId' in current && current.registrationId === id
        ? consequence(current, registration, at)
        : undefined,
    );
  }
}
