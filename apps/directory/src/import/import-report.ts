import { uuid } from '@gatehouse/contracts';
import { z } from 'zod';

const count = z.int().min(0);

/** So many ids of what is missing are shown. */
export const SHOWN_IDS = 100;

const reconciled = {
  created: count.describe('How many were made.'),
  updated: count.describe('How many were changed.'),
  unchanged: count.describe('How many were the same already.'),
};

/** What an import came to. The counts are of the file's own rows, each in exactly one of them; local authorities apart. */
export const importReport = z
  .object({
    read: count.describe('Rows of the file, the rejected ones too.'),
    ...reconciled,
    removed: count.optional().describe('Links that were here, are not in the file, and were taken away.'),
    ignored: count.optional().describe('Rows that are no organisations here, where the file holds such.'),
    missing: count.describe(
      'Organisations or links of this register that are here and not in the file. They are left as they are.',
    ),
    missingIds: z
      .array(uuid)
      .max(SHOWN_IDS)
      .describe(
        'The first 100 of those organisations, by their ids; of links, the establishments that have them.',
      ),
    rejected: z
      .array(
        z
          .object({
            line: count.describe('The line of the file that the row begins at; the header is line 1.'),
            reason: z.string().describe('What is wrong with the row.'),
          })
          .meta({ id: 'RejectedRow', description: 'A row that was not taken.' }),
      )
      .describe('The faulty rows.'),
    localAuthorities: z
      .object(reconciled)
      .meta({
        id: 'LocalAuthorityCounts',
        description: 'What became of the local authorities that the file names.',
      })
      .optional()
      .describe(
        'What became of the local authorities that the file names. They are not among the other counts.',
      ),
  })
  .meta({
    id: 'ImportReport',
    description: 'What an import came to. Each row of the file is in one of the counts.',
  });
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
