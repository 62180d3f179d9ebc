import { buildEvent, type EventType, type Origin, type StateOf } from '@gatehouse/contracts';
import {
  type ChangeResult,
  type Collection,
  change,
  type Document,
  type Draft,
  type Write,
} from '@gatehouse/store';
import type { EntityDocument } from './entity-document.ts';

/** What a document has beside id, version and state: index keys, and marks that only this store needs. */
export type Beside<D extends Document> = Omit<D, keyof Document | 'state'>;

/** What a decision makes of an entity. Without `state` and `marks` nothing is written. */
export interface EntityDecision<S, R, M = never> {
  /** The next state, which is published. */
  state?: S | undefined;
  /** Marks to set beside the state; the others stay. They alone are written without an event. */
  marks?: M | undefined;
  result: R;
}

/** How one kind of entity is written: where, under which event type, and which members its document has beside the state. */
export interface EntityKind<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>> {
  type: T;
  collection: Collection<D>;
  /**
   * The members beside the state, made from it and from the marks: those of the current document and those just decided.
   * A member that is absent here leaves the document.
   */
  keys: (state: D['state'], marks: Partial<D>) => Beside<D>;
  now: () => number;
}

/**
 * Changes one entity in one write with its event. `decide` is pure; it is told the current state (undefined: never
 * made), the version that its change will have, and the whole current document.
 */
export function changeEntity<
  T extends EventType,
  D extends EntityDocument<StateOf<T> & { id: string }>,
  R = undefined,
>(
  kind: EntityKind<T, D>,
  id: string,
  origin: Origin,
  decide: (
    current: D['state'] | undefined,
    version: number,
    document: D | undefined,
  ) => EntityDecision<D['state'], R, Partial<Beside<D>>>,
): Promise<ChangeResult<D, R>> {
  return change(kind.collection, kind.now, id, (current, version) => {
    const { state, marks, result } = decide(current?.state, version, current);
    const next = state ?? (marks && current?.state);
    if (next === undefined) return { result };
    const document = draftOf(kind, next, { ...current, ...marks } as Partial<D>);
    if (state === undefined) return { document, result };
    return { document, events: (written) => [eventOf(kind, written, current, origin)], result };
  });
}

/** One entity's write for `writeMany`, where the caller has read `previous` itself (an import's batch). */
export function entityWrite<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: EntityKind<T, D>,
  previous: D | undefined,
  version: number,
  state: D['state'],
  origin: Origin,
): Write<D> {
  const document = { ...draftOf(kind, state, previous ?? {}), version } as D;
  return { previous, document, events: [eventOf(kind, document, previous, origin)] };
}

function draftOf<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: EntityKind<T, D>,
  state: D['state'],
  marks: Partial<D>,
): Draft<D> {
  return { ...kind.keys(state, marks), _id: state.id, state } as unknown as Draft<D>;
}

function eventOf<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: EntityKind<T, D>,
  document: D,
  previous: D | undefined,
  origin: Origin,
) {
  const entity = { version: document.version, state: document.state, previous: previous?.state };
  return buildEvent(kind.type, entity, origin, kind.now());
}
