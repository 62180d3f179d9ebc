import type { OutboxEvent, PendingEvent } from '../port.ts';

const BEGIN = '[{"topic":';
const NEXT = '},{"topic":';
const EVENT = ',"event":';
const END = '}]';

/** Events as they are stored in their document: the text of an array, or null for none. */
export function eventsText(events: readonly PendingEvent[]): string | null {
  if (events.length === 0) return null;
  // `outboxEvents` depends on this order.
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

/** Pending events with newer ones appended; null where there are none. */
export function appendedText(pending: string | null, events: string | null): string | null {
  if (pending === null || events === null) return pending ?? events;
  return `${pending.slice(0, -1)},${events.slice(1)}`;
}

/** Pending events without those of some versions; null where none is left. */
export function withoutVersions(pending: string, versions: readonly number[]): string | null {
  const gone = new Set(versions);
  return eventsText((JSON.parse(pending) as PendingEvent[]).filter(({ version }) => !gone.has(version)));
}

/** Pending events as the log takes them. A single one, the usual case, is cut out of the text: parsing it would cost more than all else. */
export function outboxEvents(pending: string): OutboxEvent[] {
  const at = pending.indexOf(EVENT);
  // Quotes inside a JSON text are escaped, so none of these markers can occur in one.
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
