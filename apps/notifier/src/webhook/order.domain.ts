import { entityOfWebhookEvent, subjectOfWebhookEvent, type WebhookEvent } from '@gatehouse/contracts';

/*
 * Of the pending events of one webhook about one user (or organisation, or invitation) the first alone is DUE or in flight;
 * the others are WAITING: they have no time at which they are due. The end of the first makes the next one DUE. While
 * `webhook.enabled` is pending, everything else of its webhook is WAITING.
 *
 *   message ─▶ DUE       nothing of its key is pending, nor `webhook.enabled`
 *   message ─▶ WAITING   otherwise; what waits about the same entity is SUPERSEDED by it (see `isMergedInto`)
 *   WAITING ─▶ DUE       what was before it is over
 */

/** Sorts before every other key of a webhook. */
const GATE = '!';

/** The key of `webhook.enabled`, for which all events of the webhook wait. */
export function gateKey(serviceId: string): string {
  return `${serviceId}/${GATE}`;
}

/** Events with one key are sent one at a time. Undefined for tests, which wait for nothing. */
export function orderKeyOf(serviceId: string, event: WebhookEvent): string | undefined {
  if (event.data.test) return undefined;
  if (event.type === 'webhook.enabled') return gateKey(serviceId);
  return `${serviceId}/${subjectOfWebhookEvent(event) ?? ''}`;
}

/** Bounds of the keys of all events of a webhook. */
export function keysOf(serviceId: string): { first: string; last: string } {
  return { first: `${serviceId}/`, last: `${serviceId}0` };
}

/** Whether an event that waits is superseded by a later one: of the same type about the same entity, or its removal. */
export function isMergedInto(waiting: WebhookEvent, later: WebhookEvent): boolean {
  if (entityOfWebhookEvent(waiting) !== entityOfWebhookEvent(later)) return false;
  if (versionOf(waiting) > versionOf(later)) return false;
  return waiting.type === later.type || later.type.endsWith('.removed');
}

function versionOf({ data }: WebhookEvent): number {
  return 'version' in data ? data.version : 0;
}

/** The later event with the names of what those before it changed as well, by alphabet. */
export function merged<E extends WebhookEvent>(later: E, waiting: readonly WebhookEvent[]): E {
  if (!('changed' in later.data)) return later;
  const names = [later, ...waiting].flatMap(({ data }) => ('changed' in data ? data.changed : []));
  const changed = [...new Set<string>(names)].sort();
  return { ...later, data: { ...later.data, changed } };
}
