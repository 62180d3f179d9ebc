import { isDeepStrictEqual } from 'node:util';
import { type BuiltEvent, buildEvent, type EventType, type Origin, type StateOf } from '@gatehouse/contracts';
import {
  type ChangeResult,
  type Collection,
  change,
  type Decision,
  type Document,
  nextVersion,
  type Write,
} from '@gatehouse/store';
import type { EntityDocument } from './entity-document.ts';

/** A document's members other than id, version and state: index keys, and marks that only this store needs. */
export type OtherMembers<D extends Document> = Omit<D, keyof Document | 'state'>;

/** What a decision makes of an entity. Without `state` and without a mark that changes nothing is written. */
export interface EntityDecision<S, R, M = never> {
  /** The next state, which is published. */
  state?: S | undefined;
  /** Marks to set; the others stay. Marks alone are written without an event. */
  marks?: M | undefined;
  result: R;
}

/** A change of an entity that is about to be written. */
export interface EntityChange<S> {
  previous: S | undefined;
  state: S;
  version: number;
  origin: Origin;
}

/** How one kind of entity is written: where, under which event type, and with which members other than the state. */
export interface EntityKind<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>> {
  type: T;
  collection: Collection<D>;
  /**
   * The members other than the state, made from it and from the marks: those of the current document and those just decided.
   * A member that is absent here leaves the document.
   */
  keys: (state: D['state'], marks: Partial<D>) => OtherMembers<D>;
  now: () => number;
  /** Further events of the same write. Pure. */
  alsoPublish?: (change: EntityChange<D['state']>) => readonly BuiltEvent[];
}

/**
 * Decides a change. Pure. Gets the current state (undefined: never made), the version that the change will have, and the
 * whole current document.
 */
export type DecideEntity<D extends EntityDocument<{ id: string }>, R> = (
  current: D['state'] | undefined,
  version: number,
  document: D | undefined,
) => EntityDecision<D['state'], R, Partial<OtherMembers<D>>>;

/** Changes one entity in one write with its event. */
export function changeEntity<
  T extends EventType,
  D extends EntityDocument<StateOf<T> & { id: string }>,
  R = undefined,
>(
  kind: EntityKind<T, D>,
  id: string,
  origin: Origin,
  decide: DecideEntity<D, R>,
): Promise<ChangeResult<D, R>> {
  return change(kind.collection, kind.now, id, (current, version) =>
    decisionOn(kind, current, { version, origin, decide }),
  );
}

/** One entity's write for `writeMany`, where the caller has read `previous`; undefined where nothing changes. */
export function entityWrite<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: EntityKind<T, D>,
  previous: D | undefined,
  origin: Origin,
  decide: DecideEntity<D, unknown>,
): Write<D> | undefined {
  const version = nextVersion(previous?.version, kind.now());
  const decision = decisionOn(kind, previous, { version, origin, decide });
  if (decision.document === undefined) return undefined;
  const document = { ...decision.document, version } as D;
  return { previous, document, events: decision.events?.(document) ?? [] };
}

function decisionOn<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>, R>(
  { type, keys, now, alsoPublish }: EntityKind<T, D>,
  current: D | undefined,
  { version, origin, decide }: { version: number; origin: Origin; decide: DecideEntity<D, R> },
): Decision<D, R> {
  const { state: next, marks, result } = decide(current?.state, version, current);
  const state = next ?? current?.state;
  if (state === undefined || (next === undefined && !changes(current, marks))) return { result };
  const members = keys(state, { ...current, ...marks } as Partial<D>);
  const document = { ...members, _id: state.id, state } as unknown as Omit<D, 'version'>;
  if (next === undefined) return { document, result };
  return {
    document,
    events: (written) => {
      const entity = { version: written.version, state: written.state, previous: current?.state };
      return [buildEvent(type, entity, origin, now()), ...(alsoPublish?.({ ...entity, origin }) ?? [])];
    },
    result,
  };
}

function changes(current: object | undefined, marks: object = {}): boolean {
  return Object.entries(marks).some(([name, value]) => !isDeepStrictEqual(current?.[name as never], value));
}
