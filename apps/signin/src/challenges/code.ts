import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { messageContext, visibleText } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';

const DIGITS = 8;

export type ChallengeCodes = ReturnType<typeof createChallengeCodes>;

/** A code as it is compared, however it was typed or pasted: full-width digits are plain ones, spaces and hyphens do not count. */
export function typedCode(text: string): string {
  return visibleText(text.normalize('NFKC')).replace(/\p{Pd}/gu, '');
}

/**
 * The codes of challenges. One has few enough possibilities to try them all on a stolen store, so it is stored only under
 * the master key, bound to its challenge.
 */
export function createChallengeCodes(sealer: Sealer) {
  const contextOf = (challengeId: string) => `challenge-code:${challengeId}`;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return {
    /** A new code, sealed for its challenge. */
    make: (challengeId: string): string =>
      sealer.seal(String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0'), contextOf(challengeId)),
    /** The same code, sealed for the notifier. */
    forEmail(sealed: string, challengeId: string, emailId: string): string {
      const code = sealer.open(sealed, contextOf(challengeId));
      return sealer.seal(JSON.stringify({ code }), messageContext(emailId));
    },
    /** Whether what was typed is the code; compared in constant time. */
    isCode: (typed: string, sealed: string, challengeId: string): boolean =>
      timingSafeEqual(digest(typedCode(typed)), digest(sealer.open(sealed, contextOf(challengeId)))),
  };
}
