import { type EventOf, type EventType, eventTypes, type StateOf } from './event-types.ts';

/** Where a change comes from: carried from the request through every event that follows. */
export interface Origin {
  correlationId: string;
  actor: string;
  /** The id of the event that is reacted to. */
  causationId?: string | undefined;
}

/** Where a change comes from that reacts to an event. */
export function originOf({
  id,
  correlationid,
  actor,
}: Pick<EventOf<EventType>, 'id' | 'correlationid' | 'actor'>): Origin {
  return { correlationId: correlationid, actor, causationId: id };
}

/** An event on its way to the log, as a store keeps it in the document that changed. */
export interface BuiltEvent {
  topic: string;
  key: string;
  partitionKey?: string;
  version: number;
  event: Record<string, unknown>;
}

/** The member of the state that chooses the partition, where that is not the id. */
const ORDERED_BY: ReadonlyMap<unknown, 'serviceId' | 'subjectId'> = new Map<
  EventType,
  'serviceId' | 'subjectId'
>([
  ['gatehouse.access.grant.v1', 'serviceId'],
  ['gatehouse.access.service-link.v1', 'serviceId'],
  ['gatehouse.access.notice.v1', 'subjectId'],
]);

/**
 * What chooses the partition of an event, where that is not its key: the grants of a service keep one order, from
 * which the list of its users is made, and so do the notices about one user or organisation. Takes any JSON; undefined for
 * what is no such event.
 */
export function partitionKeyOf(event: unknown): string | undefined {
  const { type, data } = (event ?? {}) as {
    type?: unknown;
    data?: { state?: Readonly<Record<string, unknown>> };
  };
  const member = ORDERED_BY.get(type);
  const key = member === undefined ? undefined : data?.state?.[member];
  return typeof key === 'string' ? key : undefined;
}

/** The names of the top-level members in which two states differ. */
export function changedMembers(previous: object | undefined, next: object): string[] {
  const after = next as Record<string, unknown>;
  if (previous === undefined) return Object.keys(after).filter((name) => after[name] !== undefined);
  const before = previous as Record<string, unknown>;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/**
 * The event of an entity's new state. `state` is stripped to what the contract names and checked against
 * it, so a stored member that the contract does not know never leaves by accident; throws ZodError on a breach.
 */
export function buildEvent<T extends EventType>(
  type: T,
  entity: { version: number; state: StateOf<T> & { id: string }; previous?: object | undefined },
  origin: Origin,
  nowMs: number,
): BuiltEvent {
  const { topic, schema } = eventTypes[type];
  const { id } = entity.state;
  const [, app] = type.split('.');
  const event = schema.parse({
    specversion: '1.0',
    id: `${id}/${entity.version}`,
    source: `/gatehouse/${app}`,
    type,
    subject: id,
    time: new Date(nowMs).toISOString(),
    datacontenttype: 'application/json',
    correlationid: origin.correlationId,
    ...(origin.causationId === undefined ? {} : { causationid: origin.causationId }),
    actor: origin.actor,
    data: { version: entity.version, changed: [], state: entity.state },
  });
  event.data.changed = changedMembers(entity.previous, event.data.state as object);
  const partitionKey = partitionKeyOf(event);
  return {
    topic,
    key: id,
    ...(partitionKey !== undefined && { partitionKey }),
    version: entity.version,
    event: event as unknown as Record<string, unknown>,
  };
}
