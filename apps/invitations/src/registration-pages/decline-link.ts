import type { Origin } from '@gatehouse/contracts';
import { onceWritten } from '@gatehouse/runtime';
import { decline, resume } from '../invitation/invitation.ts';
import { chainOf, isoNow, type ProcessDependencies } from '../process/dependencies.ts';
import { endIfNobodyWaits } from '../process/end-registration.ts';
import type { RegistrationDocument } from '../registration/registrations.store.ts';
import { type CodeRefusal, refuseCode } from './check-code.ts';

/** `moved on` also where it was accepted since the page was shown. */
export type DeclineVerdict = { kind: 'declined' } | CodeRefusal;

/**
 * With the right code, ends one invitation of a link as declined, and the link when nobody waits on it any more. Mail
 * scanners submit forms: without the code nothing is declined. The code stays good for the others.
 */
export async function declineLink(
  dependencies: ProcessDependencies,
  registration: RegistrationDocument,
  { code, invitationId }: { code: string; invitationId: string },
  correlationId: string,
): Promise<DeclineVerdict> {
  const { invitations, registrations, secrets, clock, log } = dependencies;
  const id = registration._id;
  const now = clock.now();
  const origin: Origin = { correlationId, actor: `registration:${id}` };
  const { result: refused } = await registrations.decide<CodeRefusal | undefined>(
    id,
    origin,
    (current) => refuseCode(secrets, registration, current, { code, now }) ?? { result: undefined },
  );
  if (refused !== undefined) return refused;

  const invitation = (await invitations.get(invitationId))?.state;
  if (invitation?.status !== 'waiting' || invitation.registrationId !== id) return { kind: 'moved on' };
  const chain = chainOf(invitation, origin);
  const at = isoNow(clock);
  const { changed } = await invitations.change(invitationId, chain, (state) => decline(state, at));
  if (!changed) return { kind: 'moved on' };
  // The invitation's event does the same.
  await onceWritten(log, 'ending a registration', () => endIfNobodyWaits(dependencies, id, chain));
  // Accepted in another tab between the look and the write: the person was told so.
  const latest = await onceWritten(log, 'looking again', () => registrations.get(id));
  if (latest?.state.status === 'accepted' && latest.state.shown.includes(invitationId)) {
    await invitations.change(invitationId, chain, (state) => resume(state, at));
    return { kind: 'moved on' };
  }
  return { kind: 'declined' };
}
