import type { InvitationState, Origin } from '@gatehouse/contracts';
import { decline, link, registrationOf } from '../invitation/invitation.ts';
import { hasDeclined } from '../registration/registration.ts';
import { chainOf, isoNow, type ProcessDependencies } from './dependencies.ts';

/** What the person chose for the invitation when they accepted the registration; undefined where its page did not name it. */
async function choiceOf({ invitations, registrations }: ProcessDependencies, invitation: InvitationState) {
  if ((await invitations.get(invitation.id))?.named === true) return 'accepted';
  const registrationId = registrationOf(invitation);
  const state = registrationId === undefined ? undefined : (await registrations.get(registrationId))?.state;
  if (state?.status !== 'accepted') return undefined;
  if (hasDeclined(state, invitation.id)) return 'declined';
  return state.shown.includes(invitation.id) ? 'accepted' : undefined;
}

/**
 * The email of a received or waiting invitation is this user's: directory is asked to link, unless the person declined it.
 * Who accepted it on the registration's page needs no email about it.
 */
export async function linkToUser(
  dependencies: ProcessDependencies,
  invitation: InvitationState,
  user: { id: string; version: number },
  origin: Origin,
): Promise<void> {
  const choice = await choiceOf(dependencies, invitation);
  const at = isoNow(dependencies.clock);
  const found = { userId: user.id, userVersion: user.version, inform: choice !== 'accepted' };
  await dependencies.invitations.change(invitation.id, chainOf(invitation, origin), (state) =>
    choice === 'declined' ? decline(state, at) : link(state, found, at),
  );
}
