import { uuid } from '@gatehouse/contracts';
import { z } from 'zod';

const count = z.int().min(0);

/** So many ids of what is missing are shown. */
export const SHOWN_IDS = 100;

/** What an import came to. The counts are of the file's own rows, each in exactly one of them; local authorities apart. */
export const importReport = z
  .object({
    /** Rows of the file, the rejected ones too. */
    read: count,
    created: count,
    updated: count,
    unchanged: count,
    /** Links that were here, are not in the file, and were taken away. */
    removed: count.optional(),
    /** Rows that are no organisations here, where the file holds such. */
    ignored: count.optional(),
    /** Organisations or links of this register that are here and not in the file, and are left as they are. */
    missing: count,
    /** The first 100 of those organisations by their ids; of links, the establishments that have them. */
    missingIds: z.array(uuid).max(SHOWN_IDS),
    /** Faulty rows by the line that they begin at, the header's being 1. */
    rejected: z.array(z.object({ line: count, reason: z.string() })),
    localAuthorities: z.object({ created: count, updated: count, unchanged: count }).optional(),
  })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.output<typeof importReport>;

/** How many were made, changed and left alone. */
export interface Reconciled {
  created: number;
  updated: number;
  unchanged: number;
}

/** Counts what a decision came to. */
export function countOutcome(counts: Reconciled, outcome: 'created' | 'replaced' | 'unchanged'): void {
  counts[outcome === 'replaced' ? 'updated' : outcome]++;
}
