import { type EventOf, emailKey, originOf } from '@gatehouse/contracts';
import { registrationOf } from '../invitation/invitation.ts';
import { decideInvitation } from './decide-invitation.ts';
import { NotYetKnown, type ProcessDependencies } from './dependencies.ts';
import { endIfNobodyWaits } from './end-registration.ts';
import { followWaiting } from './follow-registration.ts';

type InvitationEvent = EventOf<'gatehouse.invitations.invitation.v1'>;

/** Resolves true once this process's projection of users has all that the log has at this moment. */
export type UsersReachEnd = (timeoutMs: number) => Promise<boolean>;

const BARRIER_MS = 2_000;

/**
 * The next step of an invitation, decided by its state in the store. A received one waits until the projection of users is
 * up to date, so that who is a user already is not sent a link.
 */
export async function onInvitation(
  dependencies: ProcessDependencies,
  usersReachEnd: UsersReachEnd,
  event: InvitationEvent,
): Promise<void> {
  const origin = originOf(event);
  const { invitations, registrations, underWay } = dependencies;
  const { id } = event.data.state;
  underWay.heardOf(event.data.state);
  const state = (await invitations.get(id))?.state;
  if (state?.status === 'received') {
    if (!(await usersReachEnd(BARRIER_MS)))
      throw new NotYetKnown('the projection of users lags behind the log');
    return decideInvitation(dependencies, id, origin);
  }
  if (state?.status === 'waiting') return followWaiting(dependencies, id, origin);
  if (state?.status !== 'revoked' && state?.status !== 'declined') return;
  // Revoked before it was written as waiting, its registration is found by the email; erased, by its id.
  const joinable =
    state.email === undefined ? undefined : await registrations.joinable(emailKey(state.email));
  const registrationId = joinable?._id ?? registrationOf(state);
  if (registrationId !== undefined) await endIfNobodyWaits(dependencies, registrationId, origin);
}
