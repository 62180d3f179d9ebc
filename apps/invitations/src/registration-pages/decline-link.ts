import type { Origin } from '@gatehouse/contracts';
import { onceWritten } from '@gatehouse/runtime';
import { decline, resume } from '../invitation/invitation.ts';
import { chainOf, instantOf, type Journey } from '../process/dependencies.ts';
import { endIfNobodyWaits } from '../process/end-registration.ts';
import type { RegistrationDocument } from '../registration/registrations.store.ts';
import { checkCode, type WrongCode, wrongCode } from './check-code.ts';

/** `moved on`: locked, over, sent again or accepted since the page was shown. */
export type DeclineVerdict = { kind: 'declined' | 'moved on' } | WrongCode;

/**
 * With the right code, ends one invitation of a link as declined, and the link when nobody waits on it any more. Mail
 * scanners submit forms: without the code nothing is declined. The code stays good for the others.
 */
export async function declineLink(
  journey: Journey,
  registration: RegistrationDocument,
  { code, invitationId }: { code: string; invitationId: string },
  correlationId: string,
): Promise<DeclineVerdict> {
  const id = registration._id;
  const now = journey.clock.now();
  const origin: Origin = { correlationId, actor: `registration:${id}` };
  const { result: check } = await journey.registrations.change(id, origin, (current) => {
    const checked = checkCode(journey, registration, current, { code, now });
    return { ...(checked.outcome === 'wrong' && { attempts: checked.attempts }), result: checked };
  });
  if (check.outcome === 'wrong') return wrongCode(check.attempts);
  if (check.outcome === 'moved on') return { kind: 'moved on' };

  const invitation = (await journey.invitations.get(invitationId))?.state;
  if (invitation?.status !== 'waiting' || invitation.registrationId !== id) return { kind: 'moved on' };
  const chain = chainOf(invitation, origin);
  const at = instantOf(journey);
  const { changed } = await journey.invitations.change(invitationId, chain, (state) => decline(state, at));
  if (!changed) return { kind: 'moved on' };
  // Its event has the same done.
  await onceWritten(journey.log, 'ending a registration', () => endIfNobodyWaits(journey, id, chain));
  // Accepted in another tab between the look and the write: the person was told so.
  const latest = await onceWritten(journey.log, 'looking again', () => journey.registrations.get(id));
  if (latest?.state.status === 'accepted' && latest.state.shown.includes(invitationId)) {
    await journey.invitations.change(invitationId, chain, (state) => resume(state, at));
    return { kind: 'moved on' };
  }
  return { kind: 'declined' };
}
