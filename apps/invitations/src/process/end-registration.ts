import type { Origin } from '@gatehouse/contracts';
import { end } from '../registration/registration.ts';
import { instantOf, type Journey } from './dependencies.ts';

/** Its email became a user's otherwise: the link works no more. Its event moves who waits. */
export async function overtake(journey: Journey, registrationId: string, origin: Origin): Promise<void> {
  const at = instantOf(journey);
  await journey.registrations.change(registrationId, origin, (current) => ({
    state: current && end(current.state, 'superseded', at),
    result: undefined,
  }));
}

/**
 * Ends an open registration on which nobody waits any more. Who joined it between the look and the write is found when
 * its event is followed, and decided anew.
 */
export async function endIfNobodyWaits(
  journey: Journey,
  registrationId: string,
  origin: Origin,
): Promise<void> {
  const [waiting] = await journey.invitations.oldestOf(registrationId, ['waiting'], 1);
  if (waiting !== undefined) return;
  const at = instantOf(journey);
  await journey.registrations.change(registrationId, origin, (current) => ({
    state: current && end(current.state, 'revoked', at),
    result: undefined,
  }));
}
