import { type Collection, change, type Document, type Draft } from '@gatehouse/store';

/** A copy of another app's entity: its state at the version that its last event told of. */
export interface CopyDocument<S extends { id: string }> extends Document {
  /** The entity's own version; the document's `version` is this store's. */
  entityVersion: number;
  state: S;
}

/** What taking a state in came to: there was no copy before, it was an older one, or it is as new already. */
export type Copied = 'made' | 'changed' | 'known';

/** Keeps a copy up to date: an older or the same version changes nothing. */
export async function copyEntity<S extends { id: string }, D extends CopyDocument<S>>(
  collection: Collection<D>,
  now: () => number,
  copy: { entityVersion: number; state: S; keys: Omit<D, keyof CopyDocument<S>> },
): Promise<Copied> {
  const changed = await change(collection, now, copy.state.id, (current) => {
    if (current !== undefined && current.entityVersion >= copy.entityVersion) return { result: undefined };
    const document = {
      ...copy.keys,
      _id: copy.state.id,
      entityVersion: copy.entityVersion,
      state: copy.state,
    } as unknown as Draft<D>;
    return { document, result: undefined };
  });
  if (changed.status !== 'changed') return 'known';
  return changed.previous === undefined ? 'made' : 'changed';
}
