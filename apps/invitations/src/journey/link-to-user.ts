import type { InvitationState, Origin } from '@gatehouse/contracts';
import { link, registrationOf } from '../invitation.ts';
import { chainOf, instantOf, type Journey } from './journey.ts';

/** Whether the registration's page named this invitation when it was accepted: its person needs no email about it. */
async function cameByLink({ registrations }: Journey, invitation: InvitationState): Promise<boolean> {
  const { registrationId } = registrationOf(invitation);
  if (registrationId === undefined) return false;
  const state = (await registrations.get(registrationId))?.state;
  return state?.status === 'accepted' && state.shown.includes(invitation.id);
}

/** The email of a received or waiting invitation is this user's: directory is asked to link. */
export async function linkToUser(
  journey: Journey,
  invitation: InvitationState,
  user: { id: string; version: number },
  origin: Origin,
): Promise<void> {
  const inform = !(await cameByLink(journey, invitation));
  const at = instantOf(journey);
  await journey.invitations.change(invitation.id, chainOf(invitation, origin), (state) =>
    link(state, { userId: user.id, userVersion: user.version, inform }, at),
  );
}
