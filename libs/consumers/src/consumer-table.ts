import { type EventOf, type EventType, eventTypes, parseEvent } from '@gatehouse/contracts';
import type { HandleMany, Outcome, ParsedRecord, SubscribeOptions } from '@gatehouse/event-log';
import type { LatestVersions } from './latest-versions.ts';

/** What is known of an event besides its content. */
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
  /** Who caused it: `client:<service id>`, `person:<user id>`, `operator`, `invitation:<id>`, `registration:<id>`, `import` or `platform`. */
  actor: string;
  partition: number;
  offset: string;
}

/** What a handler answers: nothing where it is done, or why it had nothing to do, for metrics. */
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

/** An event of one of some types, as a union that `type` discriminates. */
type EventAmong<T extends EventType> = T extends EventType ? EventOf<T> : never;

/**
 * Handles the events of a batch together: no two of one entity, or without coalescing those of an entity in order. It answers
 * for each in their order, or nothing where all are done.
 */
export type BatchHandler<T extends EventType> = (
  events: readonly EventAmong<T>[],
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers nothing is the usual one
) => Promise<readonly HandlerResult[] | void>;

const NO_HANDLER: Outcome = { status: 'ignored', reason: 'a type without a handler' };

function outcomeOf(result: HandlerResult): Outcome {
  return result === undefined ? { status: 'done' } : { status: 'ignored', reason: result.ignored };
}

/** Consumers of one process share a record and what is read of it: each event is checked once. */
const checked = new WeakMap<ParsedRecord, EventOf<EventType>>();

/** The event of a record; undefined for a type that this release does not know. Throws ZodError. */
function eventOf(record: ParsedRecord): EventOf<EventType> | undefined {
  const known = checked.get(record);
  if (known !== undefined) return known;
  const event = parseEvent(record.event);
  if (event !== undefined) checked.set(record, event);
  return event;
}

/** The topics that carry some event types. Throws TypeError where there is none, or one that nobody publishes. */
function topicsOf(types: readonly string[]): string[] {
  const unknown = types.filter((type) => !Object.hasOwn(eventTypes, type));
  if (unknown.length > 0) throw new TypeError(`no such event type: ${unknown.join(', ')}`);
  if (types.length === 0) throw new TypeError('there is no handler');
  return [...new Set(types.map((type) => eventTypes[type as EventType].topic))];
}

/**
 * What `subscribe` reads and how: each record goes to the handler of its event type. A record that breaks its contract
 * throws ZodError. `latest` leaves out what is not newer than the version that was handled last.
 */
export function consumerOf(
  handlers: EventHandlers,
  latest?: LatestVersions,
): Pick<SubscribeOptions, 'topics' | 'handle'> {
  return {
    topics: topicsOf(Object.keys(handlers)),
    async handle(parsed) {
      const { topic, key, record } = parsed;
      const handler = handlers[parsed.event.type as EventType] as AnyHandler | undefined;
      const event = handler && eventOf(parsed);
      if (handler === undefined || event === undefined) return NO_HANDLER;
      const { version, changed } = event.data;
      const entity = `${event.type} ${key}`;
      if (latest?.isHandled(entity, version)) return { status: 'ignored', reason: 'older or known' };
      const { correlationid: correlationId, causationid: causationId, actor } = event;
      const { partition, offset } = record;
      const chain = { correlationId, causationId, actor };
      const result = await handler(event, { topic, key, version, changed, ...chain, partition, offset });
      latest?.note(entity, version);
      return outcomeOf(result);
    },
  };
}

export interface BatchOptions {
  /** The reader's own events: not checked against their contract once more. */
  areOwn?: boolean;
}

/** The same for events of some types that are handled together: where many come at once, it costs each less. */
export function batchConsumerOf<T extends EventType>(
  types: readonly T[],
  handle: BatchHandler<T>,
  { areOwn = false }: BatchOptions = {},
): Pick<SubscribeOptions, 'topics' | 'handle'> & { handleMany: HandleMany } {
  function read(record: ParsedRecord): EventAmong<T> | undefined {
    if (!types.includes(record.event.type as T)) return undefined;
    return (areOwn ? record.event : eventOf(record)) as EventAmong<T>;
  }

  async function handleMany(records: readonly ParsedRecord[]): Promise<Outcome[]> {
    const known = records.map(read);
    const events = known.flatMap((event) => event ?? []);
    const results = (await handle(events)) ?? events.map(() => undefined);
    if (results.length !== events.length) throw new TypeError('a batch was handled without all its outcomes');
    const inOrder = results.values();
    return known.map((event) => (event === undefined ? NO_HANDLER : outcomeOf(inOrder.next().value)));
  }

  return {
    topics: topicsOf(types),
    handleMany,
    async handle(record) {
      const [outcome = NO_HANDLER] = await handleMany([record]);
      return outcome;
    },
  };
}
