import { emailKey, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { onceWritten } from '@gatehouse/runtime';
import { reconsider, wait } from '../invitation/invitation.ts';
import { canBeSentAgain, sendAgain } from '../registration/registration.ts';
import { chainOf, instantOf, type Journey } from './dependencies.ts';
import { followRegistration } from './follow-registration.ts';
import { newEmailFor } from './registration-email.ts';

/**
 * `linked`: the email is a user's by now, and what expired is added to the account; `nobody`: no invitation waits, or could
 * be revived; `over`: it ended in a way that no new link can mend.
 */
export type SentAgain = 'sent' | 'linked' | 'nobody' | 'over';

async function sendNext(
  journey: Journey,
  registration: RegistrationState,
  origin: Origin,
  chosen: 'en' | 'cy' | undefined,
): Promise<SentAgain | 'occupied'> {
  const { id, email, generation, language } = registration;
  if (email === undefined || !canBeSentAgain(registration)) return 'over';
  if ((await journey.users.withEmail(emailKey(email))) !== undefined) return 'over';
  const [first] = await journey.invitations.oldestOf(id, ['waiting', 'expired'], 1);
  if (first === undefined) return 'nobody';
  const owner = { registrationId: id, generation: generation + 1 };
  const recipient = { to: email, correlationId: origin.correlationId, language: chosen ?? language };
  const { email: newEmail, secrets } = await newEmailFor(journey, owner, first.state, recipient);
  const at = instantOf(journey);
  const { outcome, state } = await journey.registrations.change(id, origin, (current) => {
    // Sent again by another at the same time: one email is enough.
    if (current === undefined || current.state.generation !== generation) return { result: undefined };
    const next = sendAgain(current.state, newEmail, at);
    return next === undefined ? { result: undefined } : { state: next, secrets, result: undefined };
  });
  if (outcome === 'occupied') return 'occupied';
  return state?.status === 'open' ? 'sent' : 'over';
}

/** What expired with a registration waits on another one, or is decided anew. Gives how many there were. */
async function reviveExpired(
  journey: Journey,
  id: string,
  other: RegistrationState | undefined,
  origin: Origin,
): Promise<number> {
  let revived = 0;
  for await (const { state } of journey.invitations.ofRegistration(id, ['expired'])) {
    const at = instantOf(journey);
    const { changed } = await journey.invitations.change(state.id, chainOf(state, origin), (current) => {
      if (current.status !== 'expired' || current.registrationId !== id) return undefined;
      return other?.status === 'open' ? wait(current, other, at) : reconsider(current, at);
    });
    if (changed) revived++;
  }
  return revived;
}

/** The link becomes unknown, as one that a newer email replaced. */
async function forgetLink({ registrations, secrets }: Journey, id: string, origin: Origin): Promise<void> {
  await registrations.change(id, origin, (current) => {
    if (current?.state.status !== 'expired') return { result: undefined };
    const { kept } = secrets.make({ registrationId: id, generation: current.state.generation });
    return { secrets: kept, result: undefined };
  });
}

/**
 * Makes a new link and code for a registration that is open or ran out, and revives the invitations that expired with
 * it. Where the email has another open registration by now they join that one, and it is sent again; where it is a
 * user's, they take their course without a link. `language`: the one that the person has chosen now.
 */
export async function sendRegistrationAgain(
  journey: Journey,
  registration: RegistrationState,
  origin: Origin,
  language?: 'en' | 'cy',
): Promise<SentAgain> {
  const key = registration.email === undefined ? undefined : emailKey(registration.email);
  if (key !== undefined && (await journey.users.withEmail(key)) !== undefined) {
    return (await reviveExpired(journey, registration.id, undefined, origin)) > 0 ? 'linked' : 'over';
  }
  const sent = await sendNext(journey, registration, origin, language);
  if (sent !== 'occupied') {
    if (sent !== 'sent') return sent;
    // Its event has the same done.
    await onceWritten(journey.log, 'following a registration', () =>
      followRegistration(journey, registration.id, origin),
    );
    return sent;
  }
  const other = (await journey.registrations.joinable(key ?? ''))?.state;
  // First those that join it, so that its email names the oldest of all.
  await reviveExpired(journey, registration.id, other, origin);
  if (other?.status === 'open') await sendNext(journey, other, origin, language);
  await forgetLink(journey, registration.id, origin);
  return 'sent';
}
