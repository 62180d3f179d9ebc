import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The token of a session's forms: made from its cookie, so that no page of another session has it. */
export function formTokenOf(cookie: string): string {
  return createHmac('sha256', cookie).update('operator forms').digest('base64url');
}

/** Compares secrets in a time that says nothing of them, their length included. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
