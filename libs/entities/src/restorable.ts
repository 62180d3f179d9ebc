import type { EventType, StateOf } from '@gatehouse/contracts';
import type { CollectionDeclaration, Draft } from '@gatehouse/store';
import type { EntityDocument } from './entity-document.ts';

/** The last known state of an entity: of the log, or of a projection. */
export interface LastKnown<S = { id: string }> {
  version: number;
  state: S;
}

/** How one kind of entity is published again after its store was restored from a backup. */
export interface Restorable<
  T extends EventType = EventType,
  D extends EntityDocument<{ id: string }> = EntityDocument<{ id: string }>,
> {
  type: T;
  collection: CollectionDeclaration<D>;
  /**
   * The document for an entity that others know and the store does not; undefined where it stays unknown. `uniqueTaken`:
   * another entity has its unique members now.
   */
  lost: (last: StateOf<T>, at: string, uniqueTaken: boolean) => Draft<D> | undefined;
  /** The document with what happened after the backup and cannot be undone; undefined where that changes nothing. */
  superseded?: (document: D, last: StateOf<T>) => D | undefined;
}

/** Projections of another app's entities (`ProjectionDocument`), by the name of their collection: they know what a restore has lost. */
export interface Remembered {
  type: EventType;
  collection: string;
}

/** Checks a kind against its own types and erases these, so that all kinds can be listed. */
export function restorable<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: Restorable<T, D>,
): Restorable {
  return kind as unknown as Restorable;
}
