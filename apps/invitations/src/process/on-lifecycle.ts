import { type EventOf, emailKey, originOf } from '@gatehouse/contracts';
import { decideInvitation } from './decide-invitation.ts';
import { type Journey, NotYetKnown } from './dependencies.ts';
import { endIfNobodyWaits } from './end-registration.ts';
import { followRegistration, followWaiting } from './follow-registration.ts';

type InvitationEvent = EventOf<'gatehouse.invitations.invitation.v1'>;
type RegistrationEvent = EventOf<'gatehouse.invitations.registration.v1'>;

/** Resolves true once this process's copy of users holds all that the log has at this moment. */
export type UsersReachEnd = (timeoutMs: number) => Promise<boolean>;

const BARRIER_MS = 2_000;

/**
 * The next step of one of our own invitations, decided by what the store has of it now. A received one waits until the
 * copy of users is up to date, so that who is a user already is not sent a link.
 */
export async function onInvitation(
  journey: Journey,
  usersReachEnd: UsersReachEnd,
  event: InvitationEvent,
): Promise<void> {
  const origin = originOf(event);
  const { id } = event.data.state;
  const state = (await journey.invitations.get(id))?.state;
  if (state?.status === 'received') {
    if (!(await usersReachEnd(BARRIER_MS))) throw new NotYetKnown('the copy of users lags behind the log');
    return decideInvitation(journey, id, origin);
  }
  if (state?.status === 'waiting') return followWaiting(journey, id, origin);
  if ((state?.status === 'revoked' || state?.status === 'declined') && state.email !== undefined) {
    const registration = await journey.registrations.joinable(emailKey(state.email));
    if (registration !== undefined) await endIfNobodyWaits(journey, registration._id, origin);
  }
}

/** The invitations of one of our own registrations follow it. */
export function onRegistration(journey: Journey, event: RegistrationEvent): Promise<void> {
  return followRegistration(journey, event.data.state.id, originOf(event));
}
