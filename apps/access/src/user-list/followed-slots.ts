import type { ListPlan } from './list-plan.ts';
import { type ListRow, type ListRows, recordsAt } from './list-rows.store.ts';
import type { PublishedGrant, SlotOfRow } from './user-list.ts';

/** Rows of the generation that decides slots, and how to read more of them. */
export interface DecidingRows {
  rows: ReadonlyMap<string, ListRow>;
  read(ids: readonly string[]): Promise<void>;
}

/** The slot of a grant in the deciding list. An outdated state may have none there and needs none: the newer one follows. */
function slotIn(deciding: ListRow | undefined, { state }: Pick<PublishedGrant, 'state'>): SlotOfRow {
  return state.state === 'granted' ? { slot: deciding?.slot } : { freeSlot: deciding?.freeSlot };
}

/**
 * Plans changes of a list that follows another: each record takes the slot that it has in the deciding list. Another record
 * may still hold that slot here, because the deciding list has since moved or removed it; that record then leaves the slot
 * first. `isRefused`: the store refused the last attempt, so there may be such records.
 */
export async function planFollowedSlots(
  rows: ListRows,
  plan: ListPlan,
  {
    grants,
    deciding,
    isRefused,
  }: { grants: readonly PublishedGrant[]; deciding: DecidingRows; isRefused: boolean },
): Promise<void> {
  const [first] = grants;
  if (first === undefined) return;
  const wanted = ({ state }: Pick<PublishedGrant, 'state'>) => slotIn(deciding.rows.get(state.id), { state });
  const displaced: PublishedGrant[] = [];
  if (isRefused) {
    const slots = grants.flatMap((grant) => wanted(grant).slot ?? []);
    const present = await recordsAt(rows, first.state.serviceId, slots);
    const others = present.filter(({ _id }) => plan.row(_id) === undefined);
    await deciding.read(others.map(({ _id }) => _id));
    plan.add(others);
    for (const { state, entityVersion: version, slot } of present) {
      if (wanted({ state }).slot === slot) continue;
      plan.change({ state, version }, {});
      if (others.some(({ _id }) => _id === state.id)) displaced.push({ state, version });
    }
  }
  for (const grant of grants) plan.change(grant, wanted(grant));
  for (const grant of displaced) if (wanted(grant).slot !== undefined) plan.change(grant, wanted(grant));
}

/** Whether a row has another slot than in the deciding list. */
export function isMisplaced(row: ListRow, deciding: ListRow | undefined): boolean {
  return slotIn(deciding, row).slot !== row.slot;
}
