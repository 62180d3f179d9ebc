import { emailKey, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { onceWritten } from '@gatehouse/runtime';
import { reconsider, wait } from '../invitation/invitation.ts';
import { canBeSentAgain, sendAgain } from '../registration/registration.ts';
import { emailMarksOf, marksOf } from '../registration/registrations.store.ts';
import { chainOf, isoNow, type ProcessDependencies } from './dependencies.ts';
import { followRegistration } from './follow-registration.ts';
import { newEmailFor } from './registration-email.ts';

/**
 * `linked`: the email is a user's by now, and what expired is added to the account. `nobody`: no invitation waits or could
 * be revived. `over`: it ended in a way that no new link can mend.
 */
export type SentAgain = 'sent' | 'linked' | 'nobody' | 'over';

/** How an email is sent again. */
export interface SendingAgain {
  /** The language that the person has chosen now. */
  language?: 'en' | 'cy' | undefined;
  /** No email goes out so long after the last one: that is enough. */
  pauseMs?: number | undefined;
}

async function sendNext(
  dependencies: ProcessDependencies,
  registration: RegistrationState,
  origin: Origin,
  { language: chosen, pauseMs }: SendingAgain,
): Promise<SentAgain | 'occupied'> {
  const { invitations, registrations, users, clock } = dependencies;
  const { id, email: to, generation, language } = registration;
  if (to === undefined || !canBeSentAgain(registration)) return 'over';
  if ((await users.withEmail(emailKey(to))) !== undefined) return 'over';
  const [first] = await invitations.oldestOf(id, ['waiting', 'expired'], 1);
  if (first === undefined) return 'nobody';
  const owner = { registrationId: id, generation: generation + 1 };
  const recipient = { to, correlationId: origin.correlationId, language: chosen ?? language };
  const { email, secrets } = await newEmailFor(dependencies, owner, first.state, recipient);
  const { outcome, state } = await registrations.decide(id, origin, (current) => {
    // Sent again by another at the same time: one email is enough.
    const isCurrent = current?.state.generation === generation;
    const isTooSoon =
      pauseMs !== undefined && Date.parse(current?.lastEmail?.at ?? '') > clock.now() - pauseMs;
    const next = isCurrent && !isTooSoon ? sendAgain(current.state, email, isoNow(clock)) : undefined;
    return { state: next, marks: next && emailMarksOf(next, secrets), result: undefined };
  });
  if (outcome === 'occupied') return 'occupied';
  return state?.status === 'open' ? 'sent' : 'over';
}

/** What expired with a registration waits on another one, or is decided again. Gives how many there were. */
async function reviveExpired(
  { invitations, clock }: ProcessDependencies,
  id: string,
  other: RegistrationState | undefined,
  origin: Origin,
): Promise<number> {
  let revived = 0;
  for await (const { state } of invitations.ofRegistration(id, ['expired'])) {
    const at = isoNow(clock);
    const { changed } = await invitations.change(state.id, chainOf(state, origin), (current) => {
      if (current.status !== 'expired' || current.registrationId !== id) return undefined;
      return other?.status === 'open' ? wait(current, other, at) : reconsider(current, at);
    });
    if (changed) revived++;
  }
  return revived;
}

/** The link becomes unknown, as one that a newer email replaced. */
async function replaceLink(
  { registrations, secrets }: ProcessDependencies,
  id: string,
  origin: Origin,
): Promise<void> {
  await registrations.decide(id, origin, (current) => {
    if (current?.state.status !== 'expired') return { result: undefined };
    const { stored } = secrets.make({ registrationId: id, generation: current.state.generation });
    return { marks: marksOf(stored), result: undefined };
  });
}

/**
 * Makes a new link and code for a registration that is open or ran out, and revives the invitations that expired with
 * it. Where the email has another open registration by now they join that one, and it is sent again; where it is a
 * user's, they go on without a link.
 */
export async function sendRegistrationAgain(
  dependencies: ProcessDependencies,
  registration: RegistrationState,
  origin: Origin,
  how: SendingAgain = {},
): Promise<SentAgain> {
  const { registrations, users, log } = dependencies;
  const { id, email } = registration;
  const key = email === undefined ? undefined : emailKey(email);
  if (key !== undefined && (await users.withEmail(key)) !== undefined) {
    return (await reviveExpired(dependencies, id, undefined, origin)) > 0 ? 'linked' : 'over';
  }
  const sent = await sendNext(dependencies, registration, origin, how);
  if (sent !== 'occupied') {
    if (sent !== 'sent') return sent;
    // The registration's event does the same.
    await onceWritten(log, 'following a registration', () => followRegistration(dependencies, id, origin));
    return sent;
  }
  const other = (await registrations.joinable(key ?? ''))?.state;
  // First those that join it, so that its email names the oldest of all.
  await reviveExpired(dependencies, id, other, origin);
  if (other?.status === 'open') await sendNext(dependencies, other, origin, how);
  await replaceLink(dependencies, id, origin);
  return 'sent';
}
