import { type EventOf, type EventType, eventTypes, parseEvent } from '@gatehouse/contracts';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { LatestVersions } from './latest-versions.ts';

/** What is known of an event beside itself. */
export interface EventContext {
  topic: string;
  /** The entity's id. */
  key: string;
  /** The entity's version: grows with every change. Older ones may come again. */
  version: number;
  /** The names of the state's members that this change made, altered or took out; states between may have been skipped. */
  changed: readonly string[];
  /** The request that began the chain: carry it into your own logs and calls. */
  correlationId: string;
  /** The id of the event that this one reacts to. */
  causationId: string | undefined;
  /** Who caused it: `client:<service id>`, `operator`, `invitation:<id>`, `registration:<id>`, `import` or `platform`. */
  actor: string;
  partition: number;
  offset: string;
}

/** What a handler may answer: nothing where it is done, or why it had nothing to do, for metrics. */
export type HandlerResult = { ignored: string } | undefined;

/**
 * A handler for each event type that is of interest. It makes its effects from the state, may be given the same event
 * again, and resolves when they are durable. An error with `retryable: true` (RetryLater) is tried again, any other makes
 * a dead letter.
 */
export type EventHandlers = {
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing is the usual one
  readonly [T in EventType]?: (event: EventOf<T>, context: EventContext) => Promise<HandlerResult | void>;
};

type AnyHandler = (event: EventOf<EventType>, context: EventContext) => Promise<HandlerResult | undefined>;

/** The topics that carry what some handlers handle. Throws TypeError where there is nothing to handle. */
export function topicsOf(handlers: EventHandlers): string[] {
  const types = Object.keys(handlers);
  const unknown = types.filter((type) => !Object.hasOwn(eventTypes, type));
  if (unknown.length > 0) throw new TypeError(`no such event type: ${unknown.join(', ')}`);
  if (types.length === 0) throw new TypeError('there is no handler');
  return [...new Set(types.map((type) => eventTypes[type as EventType].topic))];
}

/** Hands a record to the handler of its type. A record that breaks its contract throws ZodError. */
export function dispatch(handlers: EventHandlers, latest?: LatestVersions) {
  return async ({ topic, key, event: value, record }: ParsedRecord): Promise<Outcome> => {
    const { type } = value;
    const handler =
      typeof type === 'string' && Object.hasOwn(handlers, type)
        ? (handlers[type as EventType] as AnyHandler | undefined)
        : undefined;
    if (handler === undefined) return { status: 'ignored', reason: 'a type without a handler' };
    const event = parseEvent(value);
    if (event === undefined) return { status: 'ignored', reason: 'unknown type' };
    const { version, changed } = event.data;
    const entity = `${event.type} ${key}`;
    if (latest?.isHandled(entity, version)) return { status: 'ignored', reason: 'older or known' };
    const result = await handler(event, {
      topic,
      key,
      version,
      changed,
      correlationId: event.correlationid,
      causationId: event.causationid,
      actor: event.actor,
      partition: record.partition,
      offset: record.offset,
    });
    latest?.note(entity, version);
    return result?.ignored === undefined ? { status: 'done' } : { status: 'ignored', reason: result.ignored };
  };
}
