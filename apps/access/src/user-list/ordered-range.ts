import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Collection, Document, Filter } from '@gatehouse/store';

/** Documents counted in one go. More would keep the process from all else for too long. */
const STEP = 5_000;

/** Some documents in the order of one text member that an index bears, behind equal values of `where`. */
export interface OrderedRange<D extends Document> {
  where: Filter;
  by: Extract<keyof D, string>;
  /** Exclusive. */
  after: string;
  /** Inclusive. */
  upTo: string;
}

/**
 * A page of a range, and how many documents the whole range holds. It is counted along the index in steps, with a turn for
 * others between two of them, and the page is read from the step that it begins in.
 */
export async function pageOfRange<D extends Document>(
  collection: Collection<D>,
  { where, by, after, upTo }: OrderedRange<D>,
  { skip, limit }: { skip: number; limit: number },
): Promise<{ total: number; documents: D[] }> {
  const behind = (start: string): Filter => ({ ...where, [by]: { gt: start, lte: upTo } });
  let start = after;
  let counted = 0;
  let page = { start, skip };
  for (;;) {
    const [end] = await collection.find({
      where: behind(start),
      sort: [[by, 1]],
      skip: STEP - 1,
      limit: 1,
    });
    if (skip >= counted) page = { start, skip: skip - counted };
    if (end === undefined) break;
    start = String(end[by]);
    counted += STEP;
    await nextTurn();
  }
  const total = counted + (await collection.count(behind(start)));
  if (skip >= total) return { total, documents: [] };
  const documents = await collection.find({
    where: behind(page.start),
    sort: [[by, 1]],
    skip: page.skip,
    limit,
  });
  return { total, documents };
}
