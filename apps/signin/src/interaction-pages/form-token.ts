import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The token of a sign-in's forms, bound to one browser by its cookie. */
export function formToken(browserKey: string, interactionId: string): string {
  return createHmac('sha256', browserKey).update(`forms of ${interactionId}`).digest('base64url');
}

/** Compares in a time that says nothing of the token, its length included. */
export function isFormToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
