import type { GrantState } from '@gatehouse/contracts';
import { nextVersion, StoreError } from '@gatehouse/store';
import { recordsAtHead } from './list-count.ts';
import { type Beside, createListFilling, FILLED_AT_A_TIME } from './list-filling.ts';
import { byService } from './list-queues.ts';
import { nextRow } from './list-row.ts';
import { type FreePlaces, forgetPlaces, lowestFreePlace, notePlace } from './stores/free-places.ts';
import { headOf, type ListRow, type ListRows, lastRecord } from './stores/list-rows.ts';
import type { ProjectGrant, ToldGrant } from './told-grant.ts';

interface Parts {
  listRows: ListRows;
  freePlaces: FreePlaces;
  now: () => number;
  /** Where the lists are filled beside others: until they are read. */
  beside?: Beside | undefined;
}

/** Races are with a mover of records, or at a takeover with a predecessor that does not know yet. */
const ATTEMPTS = 50;

/**
 * One change is one write of one row, at the head's position + 1 and with the head's count of records carried on. No two
 * rows of a service can have one position or one place, so of two projectors that start from the same head one begins
 * again: the changes of a service are one sequence without a gap, and its last row tells how many records there are.
 * A list that is being filled gets many rows at a time, uncounted, until it is about to be read.
 */
export function createListProjection(parts: Parts): ProjectGrant {
  const { beside } = parts;
  const fillRows = beside && createListFilling({ ...parts, beside });
  return byService(async () => {
    const phase = (await beside?.phase()) ?? 'read';
    if (fillRows !== undefined && phase === 'filling') {
      return { takeIn: fillRows, most: FILLED_AT_A_TIME, overlapping: true };
    }
    const before = phase === 'near' ? (await beside?.before)?.listRows : undefined;
    const takeIn = (grants: readonly ToldGrant[]) =>
      Promise.all(grants.map((grant) => project(parts, grant, before)));
    return { takeIn, most: 1 };
  });
}

async function project(parts: Parts, { state, version }: ToldGrant, before?: ListRows): Promise<boolean> {
  const { listRows, now } = parts;
  let isDisplaced = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const current = await listRows.get(state.id);
    if (current !== undefined && current.entityVersion >= version) {
      await noteFreedPlace(parts, current);
      return false;
    }
    const head = await headOf(listRows, state.serviceId);
    const records = await recordsAtHead(listRows, head);
    const isNew = state.state === 'granted' && current?.place === undefined;
    if (isNew && current !== undefined) await noteFreedPlace(parts, current);
    const offered = isNew ? await placeForNew(parts, state, isDisplaced ? undefined : before) : undefined;
    const at = { position: head?.position ?? 0, records };
    const draft = nextRow(current, { state, version }, at, offered?.place);
    const document: ListRow = { ...draft, version: nextVersion(current?.version, now()) };
    const written = await listRows.write({ previous: current, document, events: [] });
    const isTaken = written.status === 'duplicate' && written.index === 'place';
    isDisplaced ||= isTaken;
    if (offered?.isFreed && (written.status === 'written' || isTaken)) {
      await forgetPlaces(parts.freePlaces, state.serviceId, [offered.place]);
    }
    if (written.status === 'written') {
      if (current?.place !== undefined) await noteFreedPlace(parts, document);
      return true;
    }
  }
  throw new StoreError(`a list lost ${ATTEMPTS} races for one row`, { retryable: true });
}

/** Where a record goes that is new here: where it stands in the list that is read, else behind all of both lists. */
async function placeForNew(
  parts: Parts,
  { id, serviceId }: GrantState,
  before: ListRows | undefined,
): Promise<{ place: number; isFreed: boolean }> {
  if (before === undefined) return placeForNext(parts, serviceId);
  const [old, last, lastBefore] = await Promise.all([
    before.get(id),
    lastRecord(parts.listRows, serviceId),
    lastRecord(before, serviceId),
  ]);
  const behind = Math.max(last?.place ?? 0, lastBefore?.place ?? 0) + 1;
  return { place: old?.place ?? behind, isFreed: false };
}

/** The lowest place that a removed record left, else the one behind the last. */
async function placeForNext(
  { listRows, freePlaces }: Parts,
  serviceId: string,
): Promise<{ place: number; isFreed: boolean }> {
  const [freed, last] = await Promise.all([
    lowestFreePlace(freePlaces, serviceId),
    lastRecord(listRows, serviceId),
  ]);
  const next = (last?.place ?? 0) + 1;
  return freed !== undefined && freed <= next
    ? { place: freed, isFreed: true }
    : { place: next, isFreed: false };
}

/** Notes the place that a removed record had; also where the process ended between the two writes. */
async function noteFreedPlace(parts: Parts, { state, freedPlace }: ListRow): Promise<void> {
  if (freedPlace === undefined) return;
  const { serviceId } = state;
  const taken = await parts.listRows.findOne({ 'state.serviceId': serviceId, place: freedPlace });
  if (taken === undefined) await notePlace(parts, serviceId, freedPlace);
}
