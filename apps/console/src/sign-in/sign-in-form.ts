import type { Sealer } from '@gatehouse/runtime';
import { returnPathOf } from './return-path.ts';

const context = (cookie: string) => `operator-sign-in:${cookie}`;

/** The token of a sign-in form: it belongs to one browser's cookie, and keeps the page to go back to. */
export function signInToken(sealer: Sealer, cookie: string, returnPath: string): string {
  return sealer.seal(returnPath, context(cookie));
}

/** The page to go back to; undefined where the token is not one of this browser's. */
export function openSignInToken(
  sealer: Sealer,
  cookie: string | undefined,
  token: string,
): string | undefined {
  if (cookie === undefined) return undefined;
  try {
    return returnPathOf(sealer.open(token, context(cookie)));
  } catch {
    return undefined;
  }
}
