import type { Origin } from '@gatehouse/contracts';
import { end } from '../registration/registration.ts';
import { isoNow, type ProcessDependencies } from './dependencies.ts';

/** Its email became a user's otherwise: the link works no more. Its event moves the invitations that wait on it. */
export async function supersede(
  { registrations, clock }: ProcessDependencies,
  registrationId: string,
  origin: Origin,
): Promise<void> {
  await registrations.change(registrationId, origin, (state) => end(state, 'superseded', isoNow(clock)));
}

/**
 * Ends an open registration on which nobody waits any more. An invitation that joins between the look and the write is
 * found when the registration's event is followed, and decided again.
 */
export async function endIfNobodyWaits(
  { invitations, registrations, clock }: ProcessDependencies,
  registrationId: string,
  origin: Origin,
): Promise<void> {
  const [waiting] = await invitations.oldestOf(registrationId, ['waiting'], 1);
  if (waiting !== undefined) return;
  await registrations.change(registrationId, origin, (state) => end(state, 'revoked', isoNow(clock)));
}
