import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Draft, nextVersion } from '@gatehouse/store';
import { nextRow } from './list-row.ts';
import { headOf, type ListRow, type ListRows } from './stores/list-rows.ts';
import { allServices, type Services } from './stores/services.ts';

/** Records counted in one go. More would keep the process from all else for too long. */
const STEP = 5_000;

/** How many records a list has, counted along its places; a list that is read carries its count instead. */
export async function countRecords(rows: ListRows, serviceId: string): Promise<number> {
  let counted = 0;
  for (let after = 0; ; counted += STEP) {
    const where = { 'state.serviceId': serviceId, place: { gt: after } };
    const [end] = await rows.find({ where, sort: [['place', 1]], skip: STEP - 1, limit: 1 });
    if (end?.place === undefined) return counted + (await rows.count(where));
    after = end.place;
    await nextTurn();
  }
}

/** How many records a list had at a row of its; counted where the list was filled without counting. */
export async function recordsAtHead(rows: ListRows, head: ListRow | undefined): Promise<number> {
  if (head === undefined) return 0;
  return head.records ?? (await countRecords(rows, head.state.serviceId));
}

/** How often a count that differs is taken again where more was written meanwhile: it may differ for that alone. */
const TRIES = 10;

/**
 * The head with a count put right, one position on: who has read it with the count that was wrong loses the race for that
 * position, and reads it again.
 */
function putRight(head: ListRow, records: number): Draft<ListRow> {
  const grant = { state: head.state, version: head.entityVersion };
  return nextRow(head, grant, { position: head.position, records }, head.place);
}

/**
 * Counts the lists that were filled without counting, so that each carries its count on. What is written meanwhile stands
 * behind the row that is counted for, and counts for itself. A count that is there is put right: at a takeover it may have
 * missed rows that a predecessor still had on their way.
 */
export async function countAllLists(
  { listRows, now }: { listRows: ListRows; now: () => number },
  services: Services,
): Promise<void> {
  for await (const serviceId of allServices(services)) {
    for (let tries = 0; tries < TRIES; tries++) {
      const head = await headOf(listRows, serviceId);
      if (head === undefined) break;
      const records = await countRecords(listRows, serviceId);
      if (head.records === records) break;
      const counted = head.records === undefined ? { ...head, records } : putRight(head, records);
      const document = { ...counted, version: nextVersion(head.version, now()) };
      const { status } = await listRows.write({ previous: head, document, events: [] });
      if (status === 'written') break;
    }
  }
}
