import { nextVersion, type Write } from '@gatehouse/store';
import { type Head, nextRow, type SlotOfRow } from './list-row.domain.ts';
import type { ListRow } from './list-rows.store.ts';
import type { ToldGrant } from './published-grant.ts';

/** Writes of one list, each upon those before it. */
export interface ListPlan {
  readonly writes: readonly Write<ListRow>[];
  /** A row as it will stand; only those that were made known or written are there. */
  row(id: string): ListRow | undefined;
  /** Makes rows known that are not. */
  know(rows: readonly ListRow[]): void;
  /** A grant changes, or its record's slot: a row at the next position. */
  change(grant: ToldGrant, slot: SlotOfRow): void;
  /** A row stands otherwise, at the position that it has: no change of the list. */
  rewrite(row: ListRow): void;
}

/** Begins a plan of rows that are rewritten. */
export function planRewrites(now: () => number): ListPlan {
  return planUpon({ position: 0, records: 0 }, undefined, now);
}

/**
 * Begins a plan of changes upon a list's head. Its first write is of the head itself, so that of all plans upon one head
 * one is made. That no two rows have one position would not do: a row that changes again leaves its position free.
 */
export function planChanges(
  head: ListRow | undefined,
  { serviceId, now }: { serviceId: string; now: () => number },
): ListPlan {
  const first = head ?? firstRow(serviceId);
  const plan = planUpon(first, first, now);
  if (head !== undefined) plan.know([head]);
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
    know(some) {
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
