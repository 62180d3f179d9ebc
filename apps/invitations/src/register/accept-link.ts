import type { Origin } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { countWrongCode, lockedUntil } from '../attempts.ts';
import type { Journey } from '../journey/journey.ts';
import { accept } from '../registration.ts';
import type { RegistrationDocument } from '../stores/registrations.ts';
import type { FormValues } from './form.ts';

/** `moved on`: locked, over, or sent again since the page was shown. `still faulty`: the code is right, the names are not. */
export type Verdict = 'accepted' | 'wrong code' | 'locked by it' | 'still faulty' | 'moved on';

/**
 * Holds the form's code against the registration, and accepts it, in one write. Every wrong code is counted, also of
 * forms that come at once: none is checked while the registration is closed.
 */
export async function acceptLink(
  journey: Journey,
  registration: RegistrationDocument,
  form: FormValues & { namesAreSound: boolean; shown: string[] },
  correlationId: string,
): Promise<Verdict> {
  const id = registration._id;
  const now = journey.clock.now();
  const userId = newId();
  const origin: Origin = { correlationId, actor: `registration:${id}` };
  const { givenName, familyName, shown } = form;
  const { outcome, result } = await journey.registrations.change<Verdict>(id, origin, (current) => {
    const { state, code, attempts = {}, tokenHash } = current ?? registration;
    const replaced = tokenHash !== registration.tokenHash;
    if (code === undefined || replaced || lockedUntil(attempts, now) !== undefined)
      return { result: 'moved on' };
    const owner = { registrationId: id, generation: state.generation };
    if (!journey.secrets.isCode(form.code, code, owner)) {
      const counted = countWrongCode(attempts, now);
      return { attempts: counted, result: counted.lockedUntil === undefined ? 'wrong code' : 'locked by it' };
    }
    if (!form.namesAreSound) return { result: 'still faulty' };
    const next = accept(state, { userId, givenName, familyName, shown, correlationId }, now);
    return next === undefined ? { result: 'moved on' } : { state: next, result: 'accepted' };
  });
  return outcome === 'occupied' ? 'moved on' : result;
}
