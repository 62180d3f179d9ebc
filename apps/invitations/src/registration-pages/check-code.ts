import { type Attempts, countWrongCode, lockedUntil } from '../registration/attempts.ts';
import type { LinkSecrets } from '../registration/link-secrets.ts';
import type { RegistrationDocument } from '../registration/registrations.store.ts';

/**
 * Why a form's code does not count. `moved on`: the registration is locked, over, or sent again since the page was shown.
 * `lockedUntil` (ISO 8601) where a wrong code was the last.
 */
export type CodeRefusal = { kind: 'moved on' } | { kind: 'wrong code'; lockedUntil?: string | undefined };

/** Checks a code against the registration as it is now: undefined where it is right, else what to write and to answer. */
export function refuseCode(
  secrets: LinkSecrets,
  shown: RegistrationDocument,
  current: RegistrationDocument | undefined,
  { code: typed, now }: { code: string; now: number },
): { marks?: { attempts: Attempts }; result: CodeRefusal } | undefined {
  const { state, code, attempts = {}, tokenHash } = current ?? shown;
  const isReplaced = tokenHash !== shown.tokenHash;
  if (code === undefined || isReplaced || lockedUntil(attempts, now) !== undefined) {
    return { result: { kind: 'moved on' } };
  }
  if (secrets.isCode(typed, code, { registrationId: shown._id, generation: state.generation }))
    return undefined;
  const counted = countWrongCode(attempts, now);
  return { marks: { attempts: counted }, result: { kind: 'wrong code', lockedUntil: counted.lockedUntil } };
}
