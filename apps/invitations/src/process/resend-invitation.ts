import { emailKey, type InvitationState, type Origin } from '@gatehouse/contracts';
import { conflict, tooManyRequests, unavailable } from '@gatehouse/errors';
import { lookUpUntil } from '@gatehouse/runtime';
import { listedStatus, reconsider, registrationOf } from '../invitation/invitation.ts';
import { noSuchInvitation } from '../invitation/known-invitation.ts';
import type { RegistrationDocument } from '../registration/registrations.store.ts';
import { isoNow, type ProcessDependencies } from './dependencies.ts';
import { sendRegistrationAgain } from './send-again.ts';

/**
 * The invitation once it is decided: before that, its registration may have sent a link that a resend must replace. Throws
 * a Fault (`unavailable`) where it stays undecided although its email has a registration.
 */
async function decided({ invitations, registrations }: ProcessDependencies, id: string) {
  let latest: InvitationState | undefined;
  await lookUpUntil(async () => {
    latest = (await invitations.get(id))?.state;
    return latest?.status === 'received' ? undefined : 'decided';
  });
  if (latest?.status !== 'received' || latest.email === undefined) return latest;
  if ((await registrations.joinable(emailKey(latest.email))) !== undefined) throw unavailable();
  return latest;
}

/**
 * Throws a Fault (`tooManyRequests`) until `pauseMs` after the last email to the address. The invitation's own making
 * counts as one, also where it sent none: or the answer would tell that another service's registration was there.
 */
async function refuseTooSoon(
  { registrations, clock }: ProcessDependencies,
  { email, createdAt }: InvitationState,
  registration: RegistrationDocument | undefined,
  pauseMs: number,
): Promise<void> {
  const joinable = email === undefined ? undefined : await registrations.joinable(emailKey(email));
  const emails = [createdAt, registration?.lastEmail?.at, joinable?.lastEmail?.at];
  const last = Math.max(...emails.map((at) => (at === undefined ? 0 : Date.parse(at))));
  const leftMs = last + pauseMs - clock.now();
  if (leftMs <= 0) return;
  const seconds = Math.ceil(leftMs / 1_000);
  throw tooManyRequests(`The last email is too recent: try again in ${seconds} s`, seconds);
}

/**
 * Makes a new link and code for all that wait together. Wrong codes count from the start, and expired invitations are
 * revived. One that is not decided yet gets its email anyway. `pauseMs`: how long after the last email at the soonest.
 */
export async function resendInvitation(
  dependencies: ProcessDependencies,
  id: string,
  origin: Origin,
  { pauseMs }: { pauseMs?: number } = {},
): Promise<void> {
  const invitation = await decided(dependencies, id);
  if (invitation === undefined) throw noSuchInvitation();
  const listed = listedStatus(invitation);
  if (listed !== 'open' && listed !== 'expired') throw cannotBeSent(listed);
  const registrationId = registrationOf(invitation);
  const registration =
    registrationId === undefined ? undefined : await dependencies.registrations.get(registrationId);
  if (registration?.state.status === 'accepted') throw cannotBeSent('accepted');
  if (pauseMs !== undefined) await refuseTooSoon(dependencies, invitation, registration, pauseMs);
  const sent =
    registration === undefined
      ? 'over'
      : await sendRegistrationAgain(dependencies, registration.state, origin, { pauseMs });
  if (sent !== 'over') return;
  // An expired one whose registration cannot be sent again is decided again, as if it were new.
  await dependencies.invitations.change(invitation.id, origin, (state) =>
    state.status === 'expired' && state.email !== undefined
      ? reconsider(state, isoNow(dependencies.clock))
      : undefined,
  );
}

function cannotBeSent(status: 'accepted' | 'revoked' | 'declined') {
  return conflict(`The invitation cannot be sent again: it is ${status} already`);
}
