import type { ListPlan } from './list-plan.ts';
import type { SlotOfRow } from './list-row.ts';
import { type ListRow, type ListRows, recordsAt } from './stores/list-rows.ts';
import type { ToldGrant } from './told-grant.ts';

/** Reads rows of the list that decides, by their ids; absent ones are left out. */
export type ReadDeciding = (ids: readonly string[]) => Promise<ReadonlyMap<string, ListRow>>;

/** Where a grant stands in the list that decides. A state that it has passed already has no slot there, and needs none. */
function slotIn(deciding: ListRow | undefined, { state }: Pick<ToldGrant, 'state'>): SlotOfRow {
  return state.state === 'granted' ? { slot: deciding?.slot } : { freeSlot: deciding?.freeSlot };
}

/**
 * Plans changes of a list that follows another: each record goes where it stands in the list that decides. Where another
 * record is there, which that list has moved or removed since, that one goes first. `isRefused`: an earlier try was refused,
 * so there may be such records.
 */
export async function planFollowedSlots(
  rows: ListRows,
  plan: ListPlan,
  {
    grants,
    readDeciding,
    isRefused,
  }: { grants: readonly ToldGrant[]; readDeciding: ReadDeciding; isRefused: boolean },
): Promise<void> {
  const [first] = grants;
  if (first === undefined) return;
  const deciding = new Map(await readDeciding(grants.map(({ state }) => state.id)));
  const wanted = (grant: ToldGrant) => slotIn(deciding.get(grant.state.id), grant);
  const displaced: ToldGrant[] = [];
  if (isRefused) {
    const slots = grants.flatMap((grant) => wanted(grant).slot ?? []);
    const present = await recordsAt(rows, first.state.serviceId, slots);
    const others = present.filter(({ _id }) => plan.row(_id) === undefined);
    for (const [id, row] of await readDeciding(others.map(({ _id }) => _id))) deciding.set(id, row);
    plan.know(others);
    for (const { state, entityVersion: version, slot } of present) {
      if (slotIn(deciding.get(state.id), { state }).slot === slot) continue;
      plan.change({ state, version }, {});
      if (others.some(({ _id }) => _id === state.id)) displaced.push({ state, version });
    }
  }
  for (const grant of grants) plan.change(grant, wanted(grant));
  for (const grant of displaced) if (wanted(grant).slot !== undefined) plan.change(grant, wanted(grant));
}

/** Whether a row stands elsewhere than in the list that decides. */
export function isMisplaced(row: ListRow, deciding: ListRow | undefined): boolean {
  return slotIn(deciding, row).slot !== row.slot;
}
