import { setImmediate as nextTurn } from 'node:timers/promises';
import { runsFollowed } from '@gatehouse/read-models';
import { createTicker, type Logger } from '@gatehouse/runtime';
import { inBatches } from '@gatehouse/store';
import type { Services } from '../services/services.store.ts';
import { planRewrites, withoutNote } from './list-plan.ts';
import { headOf, lastRecord, recordsAt, recordsBetween, rowsWithFreeSlot } from './list-rows.store.ts';
import type { ListCollections, UserLists } from './lists.read-model.ts';
import { beginFilling, endFilling } from './lists.store.ts';
import { WALK_NOTED_EVERY_MS } from './note-walk.ts';

interface FillingDependencies {
  services: Services;
  userLists: Pick<UserLists, 'look' | 'current'>;
  now: () => number;
  newId: () => string;
}

/** One service's list in the active generation. */
interface List extends ListCollections {
  serviceId: string;
  now: () => number;
}

/** A list is quiet when no page was requested in five minutes. Walks are written with a delay. */
export const QUIET_MS = 5 * 60_000 + WALK_NOTED_EVERY_MS;
const LEASE_MS = 4_000;
const WORK_MS = 2_000;
const MOVES_AT_A_TIME = 20;
const SLOTS_AT_A_TIME = 500;
/** How often the lists are checked for free slots, and the pause between two steps where there are some. */
const CHECK_EVERY_MS = 60_000;
const STEP_EVERY_MS = 50;

/** Moves the last records of one service into its free slots, some at a time. Answers whether there is more to do. */
export async function fillSlots(
  { userLists, now, newId }: FillingDependencies,
  serviceId: string,
): Promise<boolean> {
  const list: List = { ...(await userLists.current()), serviceId, now };
  if (!(await hasFreeSlots(list))) return false;
  const lease = { lists: list.lists, now, newId };
  if (!(await beginFilling(lease, serviceId, { quietMs: QUIET_MS, leaseMs: LEASE_MS }))) return false;
  const until = now() + WORK_MS;
  try {
    // While another generation follows this one, no record may move. A generation that begins now waits until filling ends.
    if (runsFollowed(await userLists.look()).length > 1) return false;
    for (let moves = 0; moves < MOVES_AT_A_TIME && now() < until; moves++) {
      if (!(await moveLast(list))) return false;
      await nextTurn();
    }
    return true;
  } finally {
    await endFilling(lease, serviceId);
  }
}

/** There are fewer records than slots up to the last taken one. */
async function hasFreeSlots({ listRows, serviceId }: List): Promise<boolean> {
  const [head, last] = await Promise.all([headOf(listRows, serviceId), lastRecord(listRows, serviceId)]);
  return (head?.records ?? 0) < (last?.slot ?? 0);
}

/** Moves the last record into the lowest free slot; false where there is none before it. */
async function moveLast(list: List): Promise<boolean> {
  const { listRows, serviceId, now } = list;
  const row = await lastRecord(listRows, serviceId);
  if (row?.slot === undefined) return false;
  const [noted] = await rowsWithFreeSlot(listRows, serviceId, 1);
  const isNoted = noted?.freeSlot !== undefined && noted.freeSlot < row.slot;
  const slot = isNoted ? noted.freeSlot : await lostSlot(list, row.slot);
  if (slot === undefined) return false;
  const plan = planRewrites(now);
  plan.add([row, ...(isNoted ? [noted] : [])]);
  // The note may be wrong: the records decide.
  if ((await recordsAt(listRows, serviceId, [slot])).length === 0) plan.rewrite({ ...row, slot });
  if (isNoted) plan.rewrite(withoutNote(noted));
  await listRows.writeInOrder(plan.writes);
  return true;
}

/** A free slot that no row notes. */
async function lostSlot(list: List, last: number): Promise<number | undefined> {
  if (!(await hasFreeSlots(list))) return undefined;
  const { listRows, serviceId } = list;
  for (let first = 1; first < last; first += SLOTS_AT_A_TIME) {
    const until = Math.min(first + SLOTS_AT_A_TIME, last) - 1;
    const taken = await recordsBetween(listRows, serviceId, { first, last: until });
    const slots = new Set(taken.map(({ slot }) => slot));
    for (let slot = first; slot <= until; slot++) if (!slots.has(slot)) return slot;
    await nextTurn();
  }
  return undefined;
}

/** Goes through all services once. Answers whether some list has more to be filled. */
async function fillAllSlots(dependencies: FillingDependencies): Promise<boolean> {
  let more = false;
  for await (const batch of inBatches(dependencies.services)) {
    for (const { _id } of batch) more = (await fillSlots(dependencies, _id)) || more;
  }
  return more;
}

/** Fills the slots of all lists from time to time. */
export function startFilling(
  dependencies: FillingDependencies & { userLists: Pick<UserLists, 'seen'>; log: Logger },
) {
  const { userLists, now, log } = dependencies;
  return createTicker({
    async run() {
      await userLists.current();
      // Walks of the generation before are not noted in this one.
      if (userLists.seen().active.since > now() - QUIET_MS) return undefined;
      return (await fillAllSlots(dependencies)) ? STEP_EVERY_MS : undefined;
    },
    intervalMs: CHECK_EVERY_MS,
    onError: (err) => log.warn({ err }, 'free slots of the lists are filled later'),
  });
}
