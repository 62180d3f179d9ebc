import { nextVersion, StoreError, type Write, type WriteResult } from '@gatehouse/store';
import { nextRow } from './list-row.ts';
import { createPlacesBefore, type PlacesBefore } from './places-before.ts';
import { headOf, type ListRow, type ListRows, lastRecord } from './stores/list-rows.ts';
import type { ToldGrant } from './told-grant.ts';

/** Lists that are filled while others are read. */
export interface Beside {
  /** `near`: they may be read at any moment. */
  phase(): Promise<'filling' | 'near' | 'read'>;
  /** The lists that are read meanwhile. */
  before: Promise<{ listRows: ListRows }>;
}

interface Parts {
  listRows: ListRows;
  now: () => number;
  beside: Beside;
}

/** Most grants taken in at a time: what is asked once for all of them is dear, and more would hold the process long. */
export const FILLED_AT_A_TIME = 250;
const WRITTEN_AT_A_TIME = 100;
const ATTEMPTS = 50;

/** Where a list stands, with all rows that are on their way into it. */
interface Tail {
  position: number;
  /** The last place that a record has. */
  end: number;
}

interface Progress {
  written: Set<ToldGrant>;
  /** Records whose old place another has by now. */
  displaced: Set<string>;
  isFirst: boolean;
}

/** Takes grants of one service into its list; for each, whether that changed it. Calls may overlap. */
export type FillRows = (grants: readonly ToldGrant[]) => Promise<boolean[]>;

/**
 * Takes grants into lists that nobody reads yet, many at a time: rows at the next positions, without a count, for a row
 * that is refused leaves a gap. A record goes where it stands in the list that is read; one that has no place there goes
 * behind all of both, so that it takes nobody's. Where a list stands is read once and then known, until a row is refused.
 */
export function createListFilling({ listRows, now, beside }: Parts): FillRows {
  const tails = new Map<string, Promise<Tail>>();
  let placesBefore: PlacesBefore | undefined;
  /**
   * Whether of those that came last many were there already. A log that was compacted has each once: then none is looked
   * for at first, and a refusal tells which one is there.
   */
  let manyAreThere = false;

  function tailOf(serviceId: string): Promise<Tail> {
    const known = tails.get(serviceId);
    if (known !== undefined) return known;
    const reading = readTail(listRows, serviceId);
    tails.set(serviceId, reading);
    reading.catch(() => tails.delete(serviceId));
    return reading;
  }

  /** Another may have written too. Never back: rows that are on their way have their positions from here. */
  async function lookAgain(serviceId: string): Promise<void> {
    const [tail, stored] = await Promise.all([tailOf(serviceId), readTail(listRows, serviceId)]);
    tail.position = Math.max(tail.position, stored.position);
    tail.end = Math.max(tail.end, stored.end);
  }

  async function fillOnce(
    grants: readonly ToldGrant[],
    { written, displaced, isFirst }: Progress,
  ): Promise<ToldGrant[]> {
    const [first] = grants;
    if (first === undefined) return [];
    const { serviceId } = first.state;
    const { listRows: before } = await beside.before;
    placesBefore ??= createPlacesBefore(before);
    const ids = grants.map(({ state }) => state.id);
    const looksFirst = manyAreThere || !isFirst;
    const [current, old, lastBefore, tail] = await Promise.all([
      rowsById(listRows, looksFirst ? ids : []),
      placesBefore(serviceId, ids),
      lastRecord(before, serviceId),
      tailOf(serviceId),
    ]);
    tail.end = Math.max(tail.end, lastBefore?.place ?? 0);
    const news = grants.filter(
      ({ state, version }) => (current.get(state.id)?.entityVersion ?? -1) < version,
    );
    const writes = news.map(({ state, version }) => {
      const previous = current.get(state.id);
      const isNew = state.state === 'granted' && previous?.place === undefined;
      const kept = displaced.has(state.id) ? undefined : old.get(state.id);
      if (isNew && kept === undefined) tail.end++;
      const place = kept ?? tail.end;
      tail.end = Math.max(tail.end, isNew ? place : 0);
      const draft = nextRow(previous, { state, version }, { position: tail.position++ }, place);
      const document: ListRow = { ...draft, version: nextVersion(previous?.version, now()) };
      return { previous, document, events: [] };
    });
    const results = await writeAll(listRows, writes);
    if (isFirst) {
      const refused = results.filter(({ status }) => status === 'conflict').length;
      manyAreThere = (looksFirst ? current.size : refused) > grants.length / 10;
    }
    return news.filter((grant, place) => {
      const result = results[place];
      if (result?.status === 'written') written.add(grant);
      if (result?.status === 'duplicate' && result.index === 'place') displaced.add(grant.state.id);
      return result?.status !== 'written';
    });
  }

  async function fillAll(grants: readonly ToldGrant[], written: Set<ToldGrant>): Promise<void> {
    const displaced = new Set<string>();
    let left = [...grants];
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === ATTEMPTS) throw new StoreError('a list lost too many races', { retryable: true });
      left = await fillOnce(left, { written, displaced, isFirst: attempt === 0 });
      const [refused] = left;
      if (refused !== undefined) await lookAgain(refused.state.serviceId);
    }
  }

  return async (grants) => {
    const written = new Set<ToldGrant>();
    await fillAll(newestOfEach(grants), written);
    return grants.map((grant) => written.has(grant));
  };
}

function newestOfEach(grants: readonly ToldGrant[]): ToldGrant[] {
  const newest = new Map<string, ToldGrant>();
  for (const grant of grants) {
    const known = newest.get(grant.state.id);
    if (known === undefined || known.version < grant.version) newest.set(grant.state.id, grant);
  }
  return [...newest.values()];
}

async function readTail(listRows: ListRows, serviceId: string): Promise<Tail> {
  const [head, last] = await Promise.all([headOf(listRows, serviceId), lastRecord(listRows, serviceId)]);
  return { position: head?.position ?? 0, end: last?.place ?? 0 };
}

/** In one turn, so that an engine whose writes share a commit has few of them. */
async function writeAll(rows: ListRows, writes: readonly Write<ListRow>[]): Promise<WriteResult[]> {
  const slices: Promise<WriteResult[]>[] = [];
  for (let from = 0; from < writes.length; from += WRITTEN_AT_A_TIME) {
    slices.push(rows.writeMany(writes.slice(from, from + WRITTEN_AT_A_TIME)));
  }
  return (await Promise.all(slices)).flat();
}

async function rowsById(rows: ListRows, ids: readonly string[]): Promise<ReadonlyMap<string, ListRow>> {
  return new Map((await rows.getMany(ids)).map((row) => [row._id, row]));
}
