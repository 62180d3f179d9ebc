import type { EventType, StateOf } from '@gatehouse/contracts';
import type { CollectionDeclaration, Draft } from '@gatehouse/store';
import type { EntityDocument } from './entity-document.ts';

/** What the log, or a copy, last said of an entity. */
export interface LastKnown<S = { id: string }> {
  version: number;
  state: S;
}

/** One kind of entity, as it is told of anew after its store was put back from a backup. */
export interface Restorable<
  T extends EventType = EventType,
  D extends EntityDocument<{ id: string }> = EntityDocument<{ id: string }>,
> {
  type: T;
  collection: CollectionDeclaration<D>;
  /**
   * What stands in the place of an entity that others know and the store does not; undefined where it stays unknown.
   * `uniqueTaken`: what it has that is unique is another's now.
   */
  lost: (last: StateOf<T>, at: string, uniqueTaken: boolean) => Draft<D> | undefined;
  /** The document after what has happened since the backup and cannot be undone; undefined where there is nothing of that. */
  superseded?: (document: D, last: StateOf<T>) => D | undefined;
}

/** Copies of another's entities (`ProjectionDocument`), by the name of their collection: they too know what a restore has lost. */
export interface Remembered {
  type: EventType;
  collection: string;
}

/** Checks the kind against its own types and forgets them, so that all kinds can be listed. */
export function restorable<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: Restorable<T, D>,
): Restorable {
  return kind as unknown as Restorable;
}
