import { type ListPlan, withoutNote } from './list-plan.ts';
import { type ListRow, type ListRows, lastRecord, recordsAt, rowsWithFreeSlot } from './list-rows.store.ts';
import type { PublishedGrant } from './user-list.ts';

/** The slots for new records of a list: those that removed records left, then those behind the last one. */
interface FreeSlots {
  /** Takes the next free slot, with the row that notes it. A returning record gets its old slot if that is still free. */
  take(own: number | undefined): { slot: number; noted?: ListRow };
  /** Rows that note a slot which another record has. */
  readonly wrong: readonly ListRow[];
}

async function freeSlotsOf(
  rows: ListRows,
  serviceId: string,
  { count, own }: { count: number; own: readonly ListRow[] },
): Promise<FreeSlots> {
  const [last, lowest] = await Promise.all([
    lastRecord(rows, serviceId),
    rowsWithFreeSlot(rows, serviceId, count),
  ]);
  let end = last?.slot ?? 0;
  const noted = new Map<number, ListRow>();
  for (const row of [...lowest, ...own]) {
    // Behind the end all slots are free.
    if (row.freeSlot !== undefined && row.freeSlot <= end) noted.set(row.freeSlot, row);
  }
  const wrong: ListRow[] = [];
  for (const { slot = 0 } of await recordsAt(rows, serviceId, [...noted.keys()])) {
    wrong.push(...[noted.get(slot)].flatMap((row) => row ?? []));
    noted.delete(slot);
  }
  return {
    wrong,
    take(own) {
      if (own !== undefined && noted.delete(own)) return { slot: own };
      const [next] = noted;
      if (next === undefined) return { slot: ++end };
      const [slot, row] = next;
      noted.delete(slot);
      return { slot, noted: row };
    },
  };
}

/** Plans changes of the list that decides: a record keeps its slot, and a new one takes the lowest free one. */
export async function planDecidedSlots(
  rows: ListRows,
  plan: ListPlan,
  grants: readonly PublishedGrant[],
): Promise<void> {
  const [first] = grants;
  if (first === undefined) return;
  const rowOf = ({ state }: PublishedGrant) => plan.row(state.id);
  const coming = grants.filter(
    (grant) => grant.state.state === 'granted' && rowOf(grant)?.slot === undefined,
  );
  const own = coming.flatMap((grant) => rowOf(grant) ?? []);
  const free =
    coming.length === 0
      ? undefined
      : await freeSlotsOf(rows, first.state.serviceId, { count: coming.length, own });
  const dropNote = (row: ListRow) => {
    plan.add([row]);
    plan.rewrite(withoutNote(plan.row(row._id) ?? row));
  };
  for (const row of free?.wrong ?? []) dropNote(row);
  for (const grant of grants) {
    const current = rowOf(grant);
    if (grant.state.state === 'removed') {
      plan.change(grant, { freeSlot: current?.slot ?? current?.freeSlot });
    } else if (current?.slot !== undefined || free === undefined) {
      plan.change(grant, { slot: current?.slot });
    } else {
      const { slot, noted } = free.take(current?.freeSlot);
      plan.change(grant, { slot });
      if (noted !== undefined) dropNote(noted);
    }
  }
}
