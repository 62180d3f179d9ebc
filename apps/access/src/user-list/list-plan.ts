import { nextVersion, type Write } from '@gatehouse/store';
import type { ListRow } from './list-rows.store.ts';
import { type Head, nextRow, type PublishedGrant, type SlotOfRow } from './user-list.ts';

/** Planned writes of one list, in order: each builds on those before it. */
export interface ListPlan {
  readonly writes: readonly Write<ListRow>[];
  /** A row as it will be. Undefined unless it was added or written. */
  row(id: string): ListRow | undefined;
  /** Adds rows as they are stored, unless the plan has them. */
  add(rows: readonly ListRow[]): void;
  /** Plans a change of a grant, or of its record's slot: its row at the next position. */
  change(grant: PublishedGrant, slot: SlotOfRow): void;
  /** Plans a row at the position that it has: no change of the list. */
  rewrite(row: ListRow): void;
}

/** Begins a plan of rewritten rows. */
export function planRewrites(now: () => number): ListPlan {
  return planUpon({ position: 0, records: 0 }, undefined, now);
}

/**
 * Begins a plan of changes that starts from a list's head. Its first write rewrites the head, so only one of several plans
 * that start from the same head succeeds. Unique positions are not enough: a row that changes again frees its position.
 */
export function planChanges(
  head: ListRow | undefined,
  { serviceId, now }: { serviceId: string; now: () => number },
): ListPlan {
  const first = head ?? firstRow(serviceId);
  const plan = planUpon(first, first, now);
  if (head !== undefined) plan.add([head]);
  return plan;
}

/** The head of a list without changes. */
function firstRow(serviceId: string): ListRow {
  const id = `${serviceId}/0`;
  const key = { id, serviceId, organisationId: '', userId: '' };
  const state = { ...key, state: 'removed', removedAt: new Date(0).toISOString() } as const;
  return { _id: id, version: 0, entityVersion: 0, state, position: 0, records: 0 };
}

function planUpon(start: Head, head: ListRow | undefined, now: () => number): ListPlan {
  const writes: Write<ListRow>[] = [];
  const rows = new Map<string, ListRow>();
  let at = start;

  function write(draft: Omit<ListRow, 'version'>): void {
    const previous = rows.get(draft._id);
    const document: ListRow = { ...draft, version: nextVersion(previous?.version, now()) };
    writes.push({ previous, document, events: [] });
    rows.set(draft._id, document);
  }

  function begin(): void {
    if (writes.length === 0 && head !== undefined) write(head);
  }

  return {
    writes,
    row: (id) => rows.get(id),
    add(some) {
      for (const row of some) if (!rows.has(row._id)) rows.set(row._id, row);
    },
    change(grant, slot) {
      begin();
      const draft = nextRow(rows.get(grant.state.id), grant, at, slot);
      at = draft;
      write(draft);
    },
    rewrite(row) {
      begin();
      write(row);
    },
  };
}

/** A row without its note of a free slot. */
export function withoutNote({ freeSlot: _, ...row }: ListRow): ListRow {
  return row;
}
