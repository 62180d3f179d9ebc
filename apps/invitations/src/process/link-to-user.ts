import type { InvitationState, Origin } from '@gatehouse/contracts';
import { decline, link, registrationOf } from '../invitation/invitation.ts';
import { hasDeclined } from '../registration/registration.ts';
import { chainOf, instantOf, type Journey } from './dependencies.ts';

/** What the person said of the invitation when they accepted the registration: the page may not have named it. */
async function choiceOf({ registrations }: Journey, invitation: InvitationState) {
  const registrationId = registrationOf(invitation);
  const state = registrationId === undefined ? undefined : (await registrations.get(registrationId))?.state;
  if (state?.status !== 'accepted') return undefined;
  if (hasDeclined(state, invitation.id)) return 'declined';
  return state.shown.includes(invitation.id) ? 'accepted' : undefined;
}

/**
 * The email of a received or waiting invitation is this user's: directory is asked to link, unless the person declined it.
 * Who accepted it by the registration's page needs no email about it.
 */
export async function linkToUser(
  journey: Journey,
  invitation: InvitationState,
  user: { id: string; version: number },
  origin: Origin,
): Promise<void> {
  const choice = await choiceOf(journey, invitation);
  const at = instantOf(journey);
  const found = { userId: user.id, userVersion: user.version, inform: choice !== 'accepted' };
  await journey.invitations.change(invitation.id, chainOf(invitation, origin), (state) =>
    choice === 'declined' ? decline(state, at) : link(state, found, at),
  );
}
