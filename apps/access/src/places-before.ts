import { type ListRows, recordsAt } from './stores/list-rows.ts';

/** Looks up the places that records of a service have in the list that is read; those without one are left out. */
export type PlacesBefore = (
  serviceId: string,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, number>>;

/** What was read of one list ahead of its need. */
interface Ahead {
  places: Map<string, number>;
  /** The first place that was not read yet. */
  next: number;
  /** How many times to come nothing is read ahead: it was of little use. */
  rests: number;
}

const READ_AHEAD = 500;
const KEPT = 4 * READ_AHEAD;
const RESTS = 50;

/**
 * A log tells of grants mostly in the order in which they came about, and so are their places: what stands behind the last
 * that was asked for is read in one go, and only what is not among it one by one, each from wherever it is.
 */
export function createPlacesBefore(before: ListRows): PlacesBefore {
  const lists = new Map<string, Ahead>();

  async function readAhead(serviceId: string, list: Ahead): Promise<void> {
    const first = list.next;
    list.next += READ_AHEAD;
    for (const { _id, place } of await recordsAt(before, serviceId, { first, last: list.next - 1 })) {
      if (place !== undefined) list.places.set(_id, place);
    }
  }

  function forgetOldest({ places }: Ahead): void {
    for (const id of places.keys()) {
      if (places.size <= KEPT) return;
      places.delete(id);
    }
  }

  return async (serviceId, ids) => {
    const list = lists.get(serviceId) ?? { places: new Map(), next: 1, rests: 0 };
    lists.set(serviceId, list);
    const missing = () => ids.filter((id) => !list.places.has(id));
    if (list.rests > 0) list.rests--;
    else if (missing().length > 0) {
      await readAhead(serviceId, list);
      if (missing().length > ids.length / 2) list.rests = RESTS;
    }
    const found = new Map<string, number>();
    const others: string[] = [];
    for (const id of ids) {
      const place = list.places.get(id);
      if (place === undefined) others.push(id);
      else found.set(id, place);
      list.places.delete(id);
    }
    forgetOldest(list);
    for (const { _id, place } of await before.getMany(others)) {
      if (place !== undefined) found.set(_id, place);
    }
    return found;
  };
}
