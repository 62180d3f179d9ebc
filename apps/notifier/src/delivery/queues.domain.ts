/** All emails but codes wait for each other. */
export const EMAIL_QUEUE = 'email';
/** Codes wait for no other email. */
export const CODES_QUEUE = 'email/codes';

/** Attempts in flight to one receiver at most, and so connections. */
export const ATTEMPTS_PER_RECEIVER = 32;
/** Emails in flight in one queue. */
export const EMAILS_AT_A_TIME = 5;

/** The queue of an address: deliveries to one origin wait for each other, and for no other's. */
export function originQueue(url: string): string {
  return new URL(url).origin;
}

export function isEmailQueue(queue: string): boolean {
  return queue === EMAIL_QUEUE || queue === CODES_QUEUE;
}

/** How many of a queue are in flight at a time, at most. */
export function mostInFlight(queue: string): number {
  return isEmailQueue(queue) ? EMAILS_AT_A_TIME : ATTEMPTS_PER_RECEIVER;
}
