import type { Collection, Document } from '@gatehouse/store';

/** Whether documents are there: what is asked in one moment is read together. */
export function gatheredLookups<D extends Document>(
  collection: Pick<Collection<D>, 'getMany'>,
): (id: string) => Promise<boolean> {
  let waiting: { ids: Set<string>; found: Promise<ReadonlySet<string>> } | undefined;

  async function lookUp(ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    // All who ask in this turn of microtasks are heard first.
    await null;
    waiting = undefined;
    return new Set((await collection.getMany([...ids])).map(({ _id }) => _id));
  }

  return async (id) => {
    if (waiting === undefined) {
      const ids = new Set<string>();
      waiting = { ids, found: lookUp(ids) };
    }
    waiting.ids.add(id);
    return (await waiting.found).has(id);
  };
}
