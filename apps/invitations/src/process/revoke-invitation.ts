import type { Origin } from '@gatehouse/contracts';
import { conflict } from '@gatehouse/errors';
import { type Logger, onceWritten } from '@gatehouse/runtime';
import { listedStatus, type RevokedBy, registrationOf, resume, revoke } from '../invitation/invitation.ts';
import type { InvitationDocument } from '../invitation/invitations.store.ts';
import { chainOf, isoNow, type ProcessDependencies } from './dependencies.ts';
import { endIfNobodyWaits } from './end-registration.ts';

async function isAccepted(
  { registrations }: ProcessDependencies,
  registrationId: string | undefined,
): Promise<boolean> {
  if (registrationId === undefined) return false;
  return (await registrations.get(registrationId))?.state.status === 'accepted';
}

/**
 * Ends an open or expired invitation; its link ends when nobody waits on it any more. Throws a Fault (`conflict`) once it is
 * accepted, or its registration is: everything that waited then goes on.
 */
export async function revokeInvitation(
  dependencies: ProcessDependencies,
  { state: invitation }: InvitationDocument,
  by: RevokedBy,
  { actor, correlationId, log }: { actor: string; correlationId: string; log: Logger },
): Promise<void> {
  const { id } = invitation;
  if (invitation.status === 'waiting' && (await isAccepted(dependencies, invitation.registrationId))) {
    throw accepted();
  }
  const origin: Origin = chainOf(invitation, { correlationId, actor });
  const at = isoNow(dependencies.clock);
  const { changed, state } = await dependencies.invitations.change(id, origin, (current) =>
    revoke(current, by, at),
  );
  if (state === undefined || listedStatus(state) === 'accepted') throw accepted();
  const registrationId = registrationOf(state);
  if (registrationId === undefined) return;
  // The invitation's event does the same.
  await onceWritten(log, 'ending a registration', () =>
    endIfNobodyWaits(dependencies, registrationId, origin),
  );
  // Accepted between the look and the write: the person was told so.
  const isAcceptedNow = () => isAccepted(dependencies, registrationId);
  if (changed && (await onceWritten(log, 'looking again', isAcceptedNow))) {
    await dependencies.invitations.change(id, origin, (current) => resume(current, at));
    throw accepted();
  }
}

function accepted() {
  return conflict('The invitation cannot be revoked: it is accepted already');
}
