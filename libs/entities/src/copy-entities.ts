import {
  type Collection,
  change,
  type Document,
  type Draft,
  nextVersion,
  type Write,
} from '@gatehouse/store';

/** A copy of another app's entity: its state at the version that its last event told of. */
export interface CopyDocument<S extends { id: string }> extends Document {
  /** The entity's own version; the document's `version` is this store's. */
  entityVersion: number;
  state: S;
}

/** What is to be taken in. `keys`: the members beside the state that indexes need. */
export interface Copy<S extends { id: string }, D extends CopyDocument<S>> {
  entityVersion: number;
  state: S;
  keys: Omit<D, keyof CopyDocument<S>>;
}

/** What taking a state in came to: there was no copy before, it was an older one, or it is as new already. */
export type Copied = 'made' | 'changed' | 'known';

const AT_A_TIME = 100;

/** The copy that takes the place of the current one; undefined where that is as new. */
function draftOf<S extends { id: string }, D extends CopyDocument<S>>(
  current: D | undefined,
  { entityVersion, state, keys }: Copy<S, D>,
): Draft<D> | undefined {
  if (current !== undefined && current.entityVersion >= entityVersion) return undefined;
  return { ...keys, _id: state.id, entityVersion, state } as unknown as Draft<D>;
}

/** Keeps a copy up to date: an older or the same version changes nothing. */
export async function copyEntity<S extends { id: string }, D extends CopyDocument<S>>(
  collection: Collection<D>,
  now: () => number,
  copy: Copy<S, D>,
): Promise<Copied> {
  const changed = await change(collection, now, copy.state.id, (current) => {
    const document = draftOf(current, copy);
    return { ...(document !== undefined && { document }), result: undefined };
  });
  if (changed.status !== 'changed') return 'known';
  return changed.previous === undefined ? 'made' : 'changed';
}

/** The same for copies of different entities, in few reads and writes; tells of each in their order. */
export async function copyEntities<S extends { id: string }, D extends CopyDocument<S>>(
  collection: Collection<D>,
  now: () => number,
  copies: readonly Copy<S, D>[],
): Promise<Copied[]> {
  const parts = Array.from({ length: Math.ceil(copies.length / AT_A_TIME) }, (_, part) =>
    copies.slice(part * AT_A_TIME, (part + 1) * AT_A_TIME),
  );
  return (await Promise.all(parts.map((part) => copyPart(collection, now, part)))).flat();
}

async function copyPart<S extends { id: string }, D extends CopyDocument<S>>(
  collection: Collection<D>,
  now: () => number,
  copies: readonly Copy<S, D>[],
): Promise<Copied[]> {
  const found = await collection.getMany(copies.map(({ state }) => state.id));
  const held = new Map(found.map((document) => [document._id, document]));
  const writes = copies.flatMap((copy): Write<D>[] => {
    const previous = held.get(copy.state.id);
    const draft = draftOf(previous, copy);
    if (draft === undefined) return [];
    const document = { ...draft, version: nextVersion(previous?.version, now()) } as D;
    return [{ previous, document, events: [] }];
  });
  const results = await collection.writeMany(writes);
  const outcomes = new Map(writes.map(({ document }, place) => [document._id, results[place]?.status]));
  return Promise.all(
    copies.map((copy): Copied | Promise<Copied> => {
      const { id } = copy.state;
      if (!outcomes.has(id)) return 'known';
      // Who lost a race decides again by what is there now.
      if (outcomes.get(id) !== 'written') return copyEntity(collection, now, copy);
      return held.has(id) ? 'changed' : 'made';
    }),
  );
}
