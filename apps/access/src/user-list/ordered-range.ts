import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Page, type PageRequest, readPage } from '@gatehouse/http';
import type { Collection, Document, Filter } from '@gatehouse/store';

/** Documents counted in one step: more would hold the event loop for too long. */
const STEP = 5_000;

/** Documents in the order of one text member. Its index begins with the members of `where`. */
export interface OrderedRange<D extends Document> {
  where: Filter;
  by: Extract<keyof D, string>;
  /** Exclusive. */
  after: string;
  /** Inclusive. */
  upTo: string;
}

/**
 * A page of a range, with the count of the whole range. The count goes along the index in steps and yields to the event loop
 * between them; the page is read from the step in which it begins.
 */
export async function pageOfRange<D extends Document>(
  collection: Collection<D>,
  { where, by, after, upTo }: OrderedRange<D>,
  request: PageRequest,
): Promise<Page<D>> {
  const first = (request.page - 1) * request.pageSize;
  const behind = (start: string): Filter => ({ ...where, [by]: { gt: start, lte: upTo } });
  let start = after;
  let counted = 0;
  let page = { start, skip: first };
  for (;;) {
    const [end] = await collection.find({
      where: behind(start),
      sort: [[by, 1]],
      skip: STEP - 1,
      limit: 1,
    });
    if (first >= counted) page = { start, skip: first - counted };
    if (end === undefined) break;
    start = String(end[by]);
    counted += STEP;
    await nextTurn();
  }
  const total = counted + (await collection.count(behind(start)));
  return readPage(request, total, (_skip, limit) =>
    collection.find({ where: behind(page.start), sort: [[by, 1]], skip: page.skip, limit }),
  );
}
