import type { GrantState } from '@gatehouse/contracts';
import { nextVersion, StoreError } from '@gatehouse/store';
import { nextRow } from './list-row.ts';
import { type FreePlaces, forgetPlaces, lowestFreePlace, notePlace } from './stores/free-places.ts';
import { headOf, type ListRow, type ListRows, lastRecord } from './stores/list-rows.ts';

/** Brings the list of a grant's service in line with the grant; false where it was already. */
export type ProjectGrant = (grant: { state: GrantState; version: number }) => Promise<boolean>;

interface Parts {
  listRows: ListRows;
  freePlaces: FreePlaces;
  now: () => number;
}

/** Races are with a mover of records, or at a takeover with a predecessor that does not know yet. */
const ATTEMPTS = 50;

/**
 * One change is one write of one row, at the head's position + 1 and with the head's count of records carried on. No two
 * rows of a service can have one position or one place, so of two projectors that start from the same head one begins
 * again: the changes of a service are one sequence without a gap, and its last row tells how many records there are.
 */
export function createListProjection(parts: Parts): ProjectGrant {
  const { listRows, now } = parts;
  const queues = new Map<string, Promise<unknown>>();

  async function project({ state, version }: { state: GrantState; version: number }): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const current = await listRows.get(state.id);
      if (current !== undefined && current.entityVersion >= version) {
        await noteFreedPlace(parts, current);
        return false;
      }
      const head = await headOf(listRows, state.serviceId);
      const isNew = state.state === 'granted' && current?.place === undefined;
      if (isNew && current !== undefined) await noteFreedPlace(parts, current);
      const offered = isNew ? await placeForNext(parts, state.serviceId) : undefined;
      const draft = nextRow(current, { state, version }, head ?? { position: 0, records: 0 }, offered?.place);
      const document: ListRow = { ...draft, version: nextVersion(current?.version, now()) };
      const written = await listRows.write({ previous: current, document, events: [] });
      const isTaken = written.status === 'duplicate' && written.index === 'place';
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

  return ({ state, version }) => {
    const { serviceId } = state;
    const done = (queues.get(serviceId) ?? Promise.resolve()).then(() => project({ state, version }));
    const settled = done
      .catch(() => {})
      .then(() => {
        if (queues.get(serviceId) === settled) queues.delete(serviceId);
      });
    queues.set(serviceId, settled);
    return done;
  };
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
