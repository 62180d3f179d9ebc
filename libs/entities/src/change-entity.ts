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

/** What a decision makes of an entity: its next state (none: leave it as it is) and what the caller wants to know. */
export type EntityDecision<S, R> = { state?: S | undefined; result: R };

/** How one kind of entity is written: where, under which event type, and which members its indexes need. */
export interface EntityKind<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>> {
  type: T;
  collection: Collection<D>;
  /** The members beside the state, made from it; a member that is absent here leaves the document. */
  keys: (state: D['state']) => Omit<D, keyof Document | 'state'>;
  now: () => number;
}

/**
 * Changes one entity in one write with its event. `decide` is pure; it is told the current state (undefined: never
 * made), and the version that its change will have.
 */
export function changeEntity<
  T extends EventType,
  D extends EntityDocument<StateOf<T> & { id: string }>,
  R = undefined,
>(
  kind: EntityKind<T, D>,
  id: string,
  origin: Origin,
  decide: (current: D['state'] | undefined, version: number) => EntityDecision<D['state'], R>,
): Promise<ChangeResult<D, R>> {
  return change(kind.collection, kind.now, id, (current, version) => {
    const decided = decide(current?.state, version);
    if (decided.state === undefined) return { result: decided.result };
    return {
      document: draftOf(kind, decided.state),
      events: (document) => [eventOf(kind, document, current, origin)],
      result: decided.result,
    };
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
  const document = { ...draftOf(kind, state), version } as D;
  return { previous, document, events: [eventOf(kind, document, previous, origin)] };
}

function draftOf<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: EntityKind<T, D>,
  state: D['state'],
): Draft<D> {
  return { ...kind.keys(state), _id: state.id, state } as unknown as Draft<D>;
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
