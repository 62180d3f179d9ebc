import { setImmediate as nextTurn } from 'node:timers/promises';
import { runsFollowed } from '@gatehouse/read-models';
import { allServices, type Services } from '../services/services.store.ts';
import { planRewrites, withoutNote } from './list-plan.ts';
import { headOf, lastRecord, recordsAt, recordsBetween, rowsWithFreeSlot } from './list-rows.store.ts';
import { beginMoving, endMoving } from './lists.store.ts';
import type { ListCollections, UserLists } from './user-lists.ts';
import { WALK_NOTED_EVERY_MS } from './walks.ts';

interface Parts {
  services: Services;
  userLists: Pick<UserLists, 'look' | 'current'>;
  now: () => number;
  newId: () => string;
}

/** A list, as whoever moves its records needs it. */
interface List extends ListCollections {
  serviceId: string;
  now: () => number;
}

/** No page was asked for in five minutes. A walk is written down only now and then. */
export const QUIET_MS = 5 * 60_000 + WALK_NOTED_EVERY_MS;
const CLAIM_MS = 4_000;
const WORK_MS = 2_000;
const MOVES_AT_A_TIME = 20;
const LOOKED_AT_A_TIME = 500;

/** Moves the last records of one service into its free slots, some at a time; answers whether there is more to do. */
export async function fillSlots({ userLists, now, newId }: Parts, serviceId: string): Promise<boolean> {
  const list: List = { ...(await userLists.current()), serviceId, now };
  if (!(await hasEmptySlots(list))) return false;
  const claim = { lists: list.lists, now, newId };
  if (!(await beginMoving(claim, serviceId, { quietMs: QUIET_MS, forMs: CLAIM_MS }))) return false;
  const until = now() + WORK_MS;
  try {
    // Another generation would follow records that are moved. One that begins from now on waits until the moving has ended.
    if (runsFollowed(await userLists.look()).length > 1) return false;
    for (let moves = 0; moves < MOVES_AT_A_TIME && now() < until; moves++) {
      if (!(await moveLast(list))) return false;
      await nextTurn();
    }
    return true;
  } finally {
    await endMoving(claim, serviceId);
  }
}

/** Every slot up to the last is a record's, or empty. */
async function hasEmptySlots({ listRows, serviceId }: List): Promise<boolean> {
  const [head, last] = await Promise.all([headOf(listRows, serviceId), lastRecord(listRows, serviceId)]);
  return (head?.records ?? 0) < (last?.slot ?? 0);
}

/** False where there is nothing to move. */
async function moveLast(list: List): Promise<boolean> {
  const { listRows, serviceId, now } = list;
  const row = await lastRecord(listRows, serviceId);
  if (row?.slot === undefined) return false;
  const [noted] = await rowsWithFreeSlot(listRows, serviceId, 1);
  const isNoted = noted?.freeSlot !== undefined && noted.freeSlot < row.slot;
  const slot = isNoted ? noted.freeSlot : await lostSlot(list, row.slot);
  if (slot === undefined) return false;
  const plan = planRewrites(now);
  plan.know([row, ...(isNoted ? [noted] : [])]);
  // The note may be wrong: the records decide.
  if ((await recordsAt(listRows, serviceId, [slot])).length === 0) plan.rewrite({ ...row, slot });
  if (isNoted) plan.rewrite(withoutNote(noted));
  await listRows.writeInOrder(plan.writes);
  return true;
}

/** An empty slot that no row notes: a record had it that was moved, or one that came back to another. */
async function lostSlot(list: List, last: number): Promise<number | undefined> {
  if (!(await hasEmptySlots(list))) return undefined;
  const { listRows, serviceId } = list;
  for (let first = 1; first < last; first += LOOKED_AT_A_TIME) {
    const until = Math.min(first + LOOKED_AT_A_TIME, last) - 1;
    const taken = await recordsBetween(listRows, serviceId, { first, last: until });
    const slots = new Set(taken.map(({ slot }) => slot));
    for (let slot = first; slot <= until; slot++) if (!slots.has(slot)) return slot;
    await nextTurn();
  }
  return undefined;
}

/** Goes through all services once; answers whether some list has more to be filled. */
export async function fillAllSlots(parts: Parts): Promise<boolean> {
  let more = false;
  for await (const serviceId of allServices(parts.services)) {
    more = (await fillSlots(parts, serviceId)) || more;
  }
  return more;
}
