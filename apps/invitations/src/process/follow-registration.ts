import { emailKey, type InvitationState, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { decline, expire, reconsider, registrationOf, renew, wait } from '../invitation/invitation.ts';
import { canBeJoined, hasDeclined } from '../registration/registration.ts';
import { chainOf, isoNow, type ProcessDependencies } from './dependencies.ts';
import { supersede } from './end-registration.ts';
import { linkToUser } from './link-to-user.ts';

/** What the registration's state means for an invitation that waits on it, or expired with it. */
function consequence(
  invitation: InvitationState,
  registration: RegistrationState,
  at: string,
): InvitationState | undefined {
  if (registrationOf(invitation) !== registration.id) return undefined;
  if (invitation.status === 'expired') {
    return registration.status === 'open' ? wait(invitation, registration, at) : undefined;
  }
  if (hasDeclined(registration, invitation.id)) return decline(invitation, at);
  if (canBeJoined(registration)) return renew(invitation, registration.expiresAt, at);
  return registration.status === 'expired' ? expire(invitation, at) : reconsider(invitation, at);
}

async function userWith({ users }: ProcessDependencies, { email }: { email?: string | undefined }) {
  return email === undefined ? undefined : users.withEmail(emailKey(email));
}

/** Brings one invitation in line with the registration that it waits on, and with the projection of users. */
export async function followWaiting(
  dependencies: ProcessDependencies,
  id: string,
  origin: Origin,
): Promise<void> {
  const { invitations, registrations, clock } = dependencies;
  const invitation = (await invitations.get(id))?.state;
  if (invitation?.status !== 'waiting') return;
  const registration = (await registrations.get(invitation.registrationId))?.state;
  if (registration === undefined) return;
  const chain = chainOf(invitation, origin);
  const user = await userWith(dependencies, invitation);
  if (user !== undefined) {
    await supersede(dependencies, registration.id, chain);
    return linkToUser(dependencies, invitation, user, chain);
  }
  await invitations.change(id, chain, (state) =>
    state.status === 'waiting' ? consequence(state, registration, isoNow(clock)) : undefined,
  );
}

/**
 * Brings the invitations of a registration in line with it. Open again, it revives them with its expiry; expired, they
 * expire; over otherwise, they are decided again.
 */
export async function followRegistration(
  dependencies: ProcessDependencies,
  id: string,
  origin: Origin,
): Promise<void> {
  const { invitations, registrations, clock } = dependencies;
  const registration = (await registrations.get(id))?.state;
  if (registration === undefined) return;
  if (registration.status === 'open' && (await userWith(dependencies, registration)) !== undefined) {
    return supersede(dependencies, id, origin);
  }
  for await (const { state } of invitations.ofRegistration(id, ['waiting', 'expired'])) {
    await invitations.change(state.id, chainOf(state, origin), (current) =>
      consequence(current, registration, isoNow(clock)),
    );
  }
}
