import type { ListPlan } from './list-plan.ts';
import type { SlotOfRow } from './list-row.domain.ts';
import { type ListRow, type ListRows, recordsAt } from './list-rows.store.ts';
import type { ToldGrant } from './published-grant.ts';

/** Rows of the list that decides, and how to have more of them read. */
export interface DecidingRows {
  rows: ReadonlyMap<string, ListRow>;
  read(ids: readonly string[]): Promise<void>;
}

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
  { grants, theirs, isRefused }: { grants: readonly ToldGrant[]; theirs: DecidingRows; isRefused: boolean },
): Promise<void> {
  const [first] = grants;
  if (first === undefined) return;
  const wanted = ({ state }: Pick<ToldGrant, 'state'>) => slotIn(theirs.rows.get(state.id), { state });
  const displaced: ToldGrant[] = [];
  if (isRefused) {
    const slots = grants.flatMap((grant) => wanted(grant).slot ?? []);
    const present = await recordsAt(rows, first.state.serviceId, slots);
    const others = present.filter(({ _id }) => plan.row(_id) === undefined);
    await theirs.read(others.map(({ _id }) => _id));
    plan.know(others);
    for (const { state, entityVersion: version, slot } of present) {
      if (wanted({ state }).slot === slot) continue;
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
