import type { Collection, Document, Filter } from './port.ts';

/** Which documents, in the order of a text member that an index bears (their id unless another is named). */
export interface Batching<D extends Document> {
  where?: Filter;
  by?: Extract<keyof D, string>;
  size?: number;
}

/** Documents in batches, none of them empty. What is written meanwhile may or may not be among them. */
export async function* inBatches<D extends Document>(
  collection: Pick<Collection<D>, 'find'>,
  { where = {}, by = '_id' as Extract<keyof D, string>, size = 100 }: Batching<D> = {},
): AsyncGenerator<D[]> {
  for (let after = ''; ; ) {
    const found = await collection.find({
      where: { ...where, [by]: { gt: after } },
      sort: [[by, 1]],
      limit: size,
    });
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (last === undefined || found.length < size) return;
    after = String(last[by]);
  }
}

const MOST_IDS = 1_000;

/** The documents of however many ids, by id; absent ones are left out. */
export async function getAll<D extends Document>(
  collection: Pick<Collection<D>, 'getMany'>,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, D>> {
  const byId = new Map<string, D>();
  const distinct = [...new Set(ids)];
  for (let from = 0; from < distinct.length; from += MOST_IDS) {
    const found = await collection.getMany(distinct.slice(from, from + MOST_IDS));
    for (const document of found) byId.set(document._id, document);
  }
  return byId;
}
