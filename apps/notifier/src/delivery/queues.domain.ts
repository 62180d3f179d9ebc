/** All emails but codes wait for each other. */
export const EMAIL_QUEUE = 'email';
/** Codes wait for no other email. */
export const CODES_QUEUE = 'email/codes';

/** Events to a service's webhook. */
export function webhookQueue(serviceId: string): string {
  return `webhook/${serviceId}`;
}
/** Tests of a service's webhook wait for nothing else. */
export function testQueue(serviceId: string): string {
  return `webhook/${serviceId}/test`;
}

/** Attempts in flight to one receiver at most, and so connections. */
export const ATTEMPTS_PER_RECEIVER = 32;
/** The same where it is slow. */
const ATTEMPTS_AT_THE_SLOW = 16;
/** Attempts in flight to one webhook at most. */
const ATTEMPTS_PER_WEBHOOK = 20;

/** The queue of an address: deliveries to one origin wait for each other, and for no other's. */
export function originQueue(url: string): string {
  return new URL(url).origin;
}

/** Logout tokens to one origin: a person waits to be signed out, so they wait for no callbacks. */
export function logoutQueue(url: string): string {
  return `logout/${originQueue(url)}`;
}

const SUBSCRIPTION_QUEUES = 8;
/** Changes of one user's subscriptions are told one at a time, those of a few users at once: one server takes all of them. */
export function subscriptionQueue(userId: string): string {
  return `subscription/${Number.parseInt(userId.slice(-2), 16) % SUBSCRIPTION_QUEUES}`;
}

function isWebhookQueue(queue: string): boolean {
  return queue.startsWith('webhook/');
}

export function isEmailQueue(queue: string): boolean {
  return queue === EMAIL_QUEUE || queue === CODES_QUEUE;
}

/** How many of a queue are in flight at a time, at most. */
export interface InFlightLimits {
  most: number;
  whenSlow: number;
}
/** The limits of a queue, by its name. */
export type LimitsOf = (queue: string) => InFlightLimits;

/** Of emails as many as there are connections for, however slow the server is: these are the operator's own. */
export function limitsWith(emailsAtATime: number): LimitsOf {
  const emails = { most: emailsAtATime, whenSlow: emailsAtATime };
  return (queue) => {
    if (isEmailQueue(queue)) return emails;
    if (queue.startsWith('subscription/')) return SUBSCRIPTION_LIMITS;
    return isWebhookQueue(queue) ? WEBHOOK_LIMITS : RECEIVERS_LIMITS;
  };
}

const WEBHOOK_LIMITS: InFlightLimits = { most: ATTEMPTS_PER_WEBHOOK, whenSlow: ATTEMPTS_PER_WEBHOOK };
const SUBSCRIPTION_LIMITS: InFlightLimits = { most: 1, whenSlow: 1 };
export const RECEIVERS_LIMITS: InFlightLimits = {
  most: ATTEMPTS_PER_RECEIVER,
  whenSlow: ATTEMPTS_AT_THE_SLOW,
};
