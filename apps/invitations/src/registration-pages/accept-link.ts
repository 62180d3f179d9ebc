import type { Origin } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import type { ProcessDependencies } from '../process/dependencies.ts';
import { type Acceptance, accept } from '../registration/registration.ts';
import type { RegistrationDocument } from '../registration/registrations.store.ts';
import { type CodeRefusal, refuseCode } from './check-code.ts';

/** `still faulty`: the code is right, the rest is not. */
export type Verdict = { kind: 'accepted' | 'still faulty' } | CodeRefusal;

/** What a form says, as far as accepting it needs. */
export interface SentForm extends Omit<Acceptance, 'userId' | 'correlationId'> {
  code: string;
  /** Whether everything but the code is as it should be. */
  isSound: boolean;
  /** What the browser that sent it is known by. */
  browser: string;
}

/**
 * Checks the form's code against the registration, and accepts it, in one write. Every wrong code is counted, also of
 * forms that come at once: none is checked while the registration is closed.
 */
export async function acceptLink(
  { registrations, secrets, clock }: ProcessDependencies,
  registration: RegistrationDocument,
  { code, isSound, browser, ...choices }: SentForm,
  correlationId: string,
): Promise<Verdict> {
  const id = registration._id;
  const now = clock.now();
  const userId = newId();
  const origin: Origin = { correlationId, actor: `registration:${id}` };
  const { outcome, result } = await registrations.decide<Verdict>(id, origin, (current) => {
    const refused = refuseCode(secrets, registration, current, { code, now });
    if (refused !== undefined) return refused;
    if (!isSound) return { result: { kind: 'still faulty' } };
    const state = accept((current ?? registration).state, { userId, ...choices, correlationId }, now);
    if (state === undefined) return { result: { kind: 'moved on' } };
    return { state, marks: { acceptedBy: browser }, result: { kind: 'accepted' } };
  });
  return outcome === 'occupied' ? { kind: 'moved on' } : result;
}
