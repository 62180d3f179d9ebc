import type { OutboxEvent, PendingEvent } from '../port.ts';

const BEGIN = '[{"topic":';
const NEXT = '},{"topic":';
const EVENT = ',"event":';
const END = '}]';

/** Events as they wait in their document, the text of an array; null for none. */
export function eventsText(events: readonly PendingEvent[]): string | null {
  if (events.length === 0) return null;
  // In this order, by which `outboxEvents` finds the event.
  return JSON.stringify(
    events.map(({ topic, key, partitionKey, version, event }) => ({
      topic,
      key,
      partitionKey,
      version,
      event,
    })),
  );
}

/** Pending events with newer ones at their end; null where there are none. */
export function appendedText(pending: string | null, events: string | null): string | null {
  if (pending === null || events === null) return pending ?? events;
  return `${pending.slice(0, -1)},${events.slice(1)}`;
}

/** Pending events without those of some versions; null where none is left. */
export function withoutVersions(pending: string, versions: readonly number[]): string | null {
  const gone = new Set(versions);
  return eventsText((JSON.parse(pending) as PendingEvent[]).filter(({ version }) => !gone.has(version)));
}

/** Waiting events as the log takes them. One alone, as most wait, is cut out of its text: to read and write it again is more work than all else. */
export function outboxEvents(pending: string): OutboxEvent[] {
  const at = pending.indexOf(EVENT);
  // A quote within a text is escaped, so none of these can be found inside one.
  if (!pending.startsWith(BEGIN) || pending.includes(NEXT) || at === -1) return readEvents(pending);
  const rest = JSON.parse(`${pending.slice(1, at)}}`) as Omit<OutboxEvent, 'value'>;
  return [{ ...rest, value: pending.slice(at + EVENT.length, -END.length) }];
}

function readEvents(pending: string): OutboxEvent[] {
  return (JSON.parse(pending) as PendingEvent[]).map(({ event, ...rest }) => ({
    ...rest,
    value: JSON.stringify(event),
  }));
}
