import { setImmediate as nextTurn } from 'node:timers/promises';
import { nextVersion } from '@gatehouse/store';
import { recordsAtHead } from './list-count.ts';
import { WALK_NOTED_EVERY_MS } from './list-walks.ts';
import {
  type FreePlaces,
  forgetPlaces,
  freePlacesBehind,
  lowestFreePlace,
  notePlace,
} from './stores/free-places.ts';
import { headOf, type ListRows, lastRecord, recordsAt } from './stores/list-rows.ts';
import { beginMoving, endMoving, type Lists } from './stores/lists.ts';
import { allServices, type Services } from './stores/services.ts';

interface Parts {
  services: Services;
  lists: Lists;
  listRows: ListRows;
  freePlaces: FreePlaces;
  now: () => number;
  newId: () => string;
}

/** No page was asked for in five minutes. A walk is written down only now and then. */
export const QUIET_MS = 5 * 60_000 + WALK_NOTED_EVERY_MS;
const CLAIM_MS = 4_000;
const WORK_MS = 2_000;
const MOVES_AT_A_TIME = 20;
const FORGOTTEN_AT_A_TIME = 100;
const LOOKED_AT_A_TIME = 500;

/** Moves the last records of one service into its free places, some at a time; answers whether there is more to do. */
export async function fillPlaces(parts: Parts, serviceId: string): Promise<boolean> {
  if (!(await hasEmptyPlaces(parts, serviceId))) return false;
  if (!(await beginMoving(parts, serviceId, { quietMs: QUIET_MS, forMs: CLAIM_MS }))) return false;
  const until = parts.now() + WORK_MS;
  try {
    for (let moves = 0; moves < MOVES_AT_A_TIME && parts.now() < until; moves++) {
      if (!(await moveLast(parts, serviceId))) return false;
      await nextTurn();
    }
    return true;
  } finally {
    await endMoving(parts, serviceId);
  }
}

/** Every place up to the last is a record's, or empty. */
async function hasEmptyPlaces({ listRows, freePlaces }: Parts, serviceId: string): Promise<boolean> {
  const last = (await lastRecord(listRows, serviceId))?.place ?? 0;
  const head = await headOf(listRows, serviceId);
  if ((await recordsAtHead(listRows, head)) < last) return true;
  // Places behind the last are no empty places: the list ends before them.
  const behind = await freePlacesBehind(freePlaces, serviceId, last, FORGOTTEN_AT_A_TIME);
  await forgetPlaces(freePlaces, serviceId, behind);
  return false;
}

/** The last record and the free place that it could have instead. */
async function nextMove(parts: Parts, serviceId: string) {
  const { listRows, freePlaces } = parts;
  const row = await lastRecord(listRows, serviceId);
  const last = row?.place ?? 0;
  const noted = await lowestFreePlace(freePlaces, serviceId);
  const free = noted !== undefined && noted < last ? noted : await lostPlace(parts, serviceId, last);
  return row === undefined || free === undefined ? undefined : { row, free, last };
}

/** An empty place that nobody noted, where a process ended between two writes. */
async function lostPlace({ listRows }: Parts, serviceId: string, last: number): Promise<number | undefined> {
  const head = await headOf(listRows, serviceId);
  if (head === undefined || (await recordsAtHead(listRows, head)) >= last) return undefined;
  for (let first = 1; first < last; first += LOOKED_AT_A_TIME) {
    const until = Math.min(first + LOOKED_AT_A_TIME, last) - 1;
    const taken = await recordsAt(listRows, serviceId, { first, last: until });
    const places = new Set(taken.map(({ place }) => place));
    for (let place = first; place <= until; place++) if (!places.has(place)) return place;
    await nextTurn();
  }
  return undefined;
}

async function moveLast(parts: Parts, serviceId: string): Promise<boolean> {
  const { listRows, freePlaces, now } = parts;
  const move = await nextMove(parts, serviceId);
  if (move === undefined) return false;
  const { row, free, last } = move;
  const document = { ...row, place: free, version: nextVersion(row.version, now()) };
  const { status } = await listRows.write({ previous: row, document, events: [] });
  if (status !== 'conflict') await forgetPlaces(freePlaces, serviceId, [free]);
  const after = status === 'written' ? await lastRecord(listRows, serviceId) : undefined;
  // A record that came in that very moment stands behind the place that is now empty.
  if ((after?.place ?? 0) > last) await notePlace(parts, serviceId, last);
  return true;
}

/** Goes through all services once; answers whether some list has more to be filled. */
export async function fillAllPlaces(parts: Parts): Promise<boolean> {
  let more = false;
  for await (const serviceId of allServices(parts.services)) {
    more = (await fillPlaces(parts, serviceId)) || more;
  }
  return more;
}
