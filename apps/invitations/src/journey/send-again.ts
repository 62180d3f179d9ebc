import { emailKey, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { reconsider } from '../invitation.ts';
import { canBeSentAgain, sendAgain } from '../registration.ts';
import { followRegistration } from './follow-registration.ts';
import { chainOf, instantOf, type Journey } from './journey.ts';
import { writeLetter } from './letter.ts';

/** `nobody`: no invitation waits, or could be revived; `over`: it ended in a way that no new link can mend. */
export type SentAgain = 'sent' | 'nobody' | 'over';

async function sendNext(
  journey: Journey,
  registration: RegistrationState,
  origin: Origin,
): Promise<SentAgain | 'occupied'> {
  const { id, email, generation } = registration;
  if (email === undefined || !canBeSentAgain(registration)) return 'over';
  if ((await journey.users.withEmail(emailKey(email))) !== undefined) return 'over';
  const [first] = await journey.invitations.oldestOf(id, ['waiting', 'expired'], 1);
  if (first === undefined) return 'nobody';
  const owner = { registrationId: id, generation: generation + 1 };
  const recipient = { to: email, correlationId: origin.correlationId };
  const { letter, secrets } = await writeLetter(journey, owner, first.state, recipient);
  const at = instantOf(journey);
  const { outcome } = await journey.registrations.change(id, origin, (current) => {
    // Sent again by another at the same time: one email is enough.
    if (current === undefined || current.state.generation !== generation) return { result: undefined };
    const state = sendAgain(current.state, letter, at);
    return state === undefined ? { result: undefined } : { state, secrets, result: undefined };
  });
  if (outcome === 'occupied') return 'occupied';
  const now = (await journey.registrations.get(id))?.state;
  return now?.status === 'open' ? 'sent' : 'over';
}

/**
 * Makes a new link and code for a registration that is open or ran out, and revives the invitations that expired with
 * it. Where the email has another open registration by now, that one is sent again and they join it.
 */
export async function sendRegistrationAgain(
  journey: Journey,
  registration: RegistrationState,
  origin: Origin,
): Promise<SentAgain> {
  const sent = await sendNext(journey, registration, origin);
  if (sent !== 'occupied') {
    if (sent === 'sent') await followRegistration(journey, registration.id, origin);
    return sent;
  }
  const key = registration.email === undefined ? '' : emailKey(registration.email);
  const other = await journey.registrations.joinable(key);
  if (other !== undefined && other.state.status === 'open') await sendNext(journey, other.state, origin);
  for await (const { state } of journey.invitations.ofRegistration(registration.id, ['expired'])) {
    const at = instantOf(journey);
    await journey.invitations.change(state.id, chainOf(state, origin), (current) =>
      current.status === 'expired' ? reconsider(current, at) : undefined,
    );
  }
  return 'sent';
}
