import type { EventType, Origin, StateOf } from '@gatehouse/contracts';
import { changeEntity, type EntityKind } from './change-entity.ts';
import type { EntityDocument } from './entity-document.ts';

/** Whether this call changed the entity, and its state afterwards. */
export interface ChangedState<S> {
  changed: boolean;
  state: S | undefined;
}

/**
 * Changes an entity that exists, by its state alone, in one write with its event. `decide` is pure, and gets the version that
 * the change will have; undefined leaves the entity as it is. Throws where the change meets a unique index.
 */
export async function changeState<T extends EventType, D extends EntityDocument<StateOf<T> & { id: string }>>(
  kind: EntityKind<T, D>,
  id: string,
  origin: Origin,
  decide: (state: D['state'], version: number) => D['state'] | undefined,
): Promise<ChangedState<D['state']>> {
  const changed = await changeEntity(kind, id, origin, (current, version) => ({
    state: current && decide(current, version),
    result: undefined,
  }));
  if (changed.status === 'duplicate') {
    throw new Error(`${kind.collection.name}: a change met the unique index ${changed.index}`);
  }
  return { changed: changed.status === 'changed', state: changed.document?.state };
}
