import { ALL_EVENTS } from '@gatehouse/contracts';
import type { Tapped } from './tapped.domain.ts';

/** How long after its last poll a listener counts as there. */
const LISTENS_MS = 60_000;
/** Clocks of instances differ: what is made is tapped for a moment longer than a listener may be away. */
const CLOCKS_DIFFER_MS = 5_000;

/** Wanted by a listener that names no events: those of the service's webhook, all where there is none. */
export const AS_WEBHOOK = 'webhook';

/** Events that a listener wants: a type, `*`, or `AS_WEBHOOK`; and when it last said so (milliseconds). */
export interface WantedEvents {
  type: string;
  at: number;
}

/** All who listen to one service. */
export interface Listener {
  /** Since when, without a break, somebody has polled: it names that time, for cursors. */
  since: number;
  polledAt: number;
  /** Every position up to it is taken; positions after it are taken where there is a tapped message. */
  position: number;
  wanted: readonly WantedEvents[];
}

/** Whether nobody has polled for so long that messages may not have been tapped. */
export function isAway({ polledAt }: Listener, now: number): boolean {
  return now - polledAt > LISTENS_MS;
}

/** Whether what is made now is tapped. */
export function isTapped(listener: Listener | undefined, now: number): boolean {
  return listener !== undefined && now - listener.polledAt <= LISTENS_MS + CLOCKS_DIFFER_MS;
}

/** The listeners of a service after one has polled. `head`: the last position that is taken. */
export function polled(
  before: Listener | undefined,
  { wanted, head, now }: { wanted: readonly string[]; head: number; now: number },
): Listener {
  const position = Math.max(before?.position ?? 0, head);
  const added = wanted.map((type) => ({ type, at: now }));
  if (before === undefined) return { since: now, polledAt: now, position, wanted: added };
  if (isAway(before, now))
    return { since: Math.max(now, before.since + 1), polledAt: now, position, wanted: added };
  const kept = before.wanted.filter(({ type, at }) => !wanted.includes(type) && now - at <= LISTENS_MS);
  const polledAt = Math.max(before.polledAt, now);
  return { since: before.since, polledAt, position, wanted: [...kept, ...added] };
}

/** The events that the service's webhook wants; undefined where there is none. */
type EventsOfWebhook = readonly string[] | undefined;

function isAmong(type: string, wanted: readonly string[], ofWebhook: EventsOfWebhook): boolean {
  return wanted.some((each) => {
    if (each === AS_WEBHOOK) return ofWebhook === undefined || isAmong(type, ofWebhook, undefined);
    return each === ALL_EVENTS || each === type;
  });
}

/** Whether an event that the webhook does not get is made for the listeners. `ofWebhook`: its events, where there is one. */
export function wantMissed(listener: Listener, type: string, ofWebhook: EventsOfWebhook): boolean {
  return isAmong(
    type,
    listener.wanted.map((each) => each.type),
    ofWebhook,
  );
}

/**
 * Whether a listener gets a tapped message. Callbacks, logout tokens, tests and `webhook.enabled` need no wish, nor what the webhook got
 * where the listener names no events.
 */
export function isShown(
  { message, isMissed }: Tapped,
  wanted: readonly string[],
  ofWebhook: EventsOfWebhook,
): boolean {
  if (message.kind !== 'webhook') return true;
  if (message.event.data.test || message.event.type === 'webhook.enabled') return true;
  if (!isMissed && wanted.includes(AS_WEBHOOK)) return true;
  return isAmong(message.event.type, wanted, ofWebhook);
}
