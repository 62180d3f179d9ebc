import { type Attempts, countWrongCode, lockedUntil } from '../registration/attempts.ts';
import type { LinkSecrets } from '../registration/link-secrets.ts';
import type { RegistrationDocument } from '../registration/registrations.store.ts';

/** `moved on`: locked, over, or sent again since the page was shown. */
export type CodeCheck =
  | { outcome: 'right' }
  | { outcome: 'moved on' }
  | { outcome: 'wrong'; attempts: Attempts };

/** Checks a code against the registration as it is now. The caller writes the count of a wrong one. */
export function checkCode(
  secrets: LinkSecrets,
  shown: RegistrationDocument,
  current: RegistrationDocument | undefined,
  { code: typed, now }: { code: string; now: number },
): CodeCheck {
  const { state, code, attempts = {}, tokenHash } = current ?? shown;
  const replaced = tokenHash !== shown.tokenHash;
  if (code === undefined || replaced || lockedUntil(attempts, now) !== undefined) {
    return { outcome: 'moved on' };
  }
  const owner = { registrationId: shown._id, generation: state.generation };
  if (secrets.isCode(typed, code, owner)) return { outcome: 'right' };
  return { outcome: 'wrong', attempts: countWrongCode(attempts, now) };
}

/** A wrong code: `lockedUntil` (ISO 8601) where it was the last. */
export interface WrongCode {
  kind: 'wrong code';
  lockedUntil?: string | undefined;
}

export function wrongCode({ lockedUntil: until }: Attempts): WrongCode {
  return { kind: 'wrong code', lockedUntil: until };
}
