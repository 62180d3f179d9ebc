import { nextVersion, StoreError, type Write, type WriteResult } from '@gatehouse/store';
import { nextRow } from './list-row.ts';
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

/**
 * Takes grants of one service into a list that nobody reads yet, many at a time: rows at the next positions, without a
 * count, for a row that is refused leaves a gap. A record goes where it stands in the list that is read; one that has no
 * place there goes behind all of both, so that it takes nobody's.
 */
export async function fillRows(parts: Parts, grants: readonly ToldGrant[]): Promise<boolean[]> {
  const newest = new Map<string, ToldGrant>();
  for (const grant of grants) {
    const known = newest.get(grant.state.id);
    if (known === undefined || known.version < grant.version) newest.set(grant.state.id, grant);
  }
  const written = new Set<ToldGrant>();
  /** Records whose old place another has by now. */
  const displaced = new Set<string>();
  let left = [...newest.values()];
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new StoreError('a list lost too many races', { retryable: true });
    left = await fillOnce(parts, left, written, displaced);
  }
  return grants.map((grant) => written.has(grant));
}

async function fillOnce(
  { listRows, now, beside }: Parts,
  grants: readonly ToldGrant[],
  written: Set<ToldGrant>,
  displaced: Set<string>,
): Promise<ToldGrant[]> {
  const [first] = grants;
  if (first === undefined) return [];
  const { serviceId } = first.state;
  const { listRows: before } = await beside.before;
  const ids = grants.map(({ state }) => state.id);
  const [current, old, head, last, lastBefore] = await Promise.all([
    rowsById(listRows, ids),
    rowsById(before, ids),
    headOf(listRows, serviceId),
    lastRecord(listRows, serviceId),
    lastRecord(before, serviceId),
  ]);
  let position = head?.position ?? 0;
  let end = Math.max(last?.place ?? 0, lastBefore?.place ?? 0);
  const news = grants.filter(({ state, version }) => (current.get(state.id)?.entityVersion ?? -1) < version);
  const writes = news.map(({ state, version }) => {
    const previous = current.get(state.id);
    const isNew = state.state === 'granted' && previous?.place === undefined;
    const kept = displaced.has(state.id) ? undefined : old.get(state.id)?.place;
    if (isNew && kept === undefined) end++;
    const draft = nextRow(previous, { state, version }, { position: position++ }, kept ?? end);
    const document: ListRow = { ...draft, version: nextVersion(previous?.version, now()) };
    return { previous, document, events: [] };
  });
  const results = await writeAll(listRows, writes);
  return news.filter((grant, place) => {
    const result = results[place];
    if (result?.status === 'written') written.add(grant);
    if (result?.status === 'duplicate' && result.index === 'place') displaced.add(grant.state.id);
    return result?.status !== 'written';
  });
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
