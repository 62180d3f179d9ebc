import { uuid } from '@gatehouse/contracts';
import { z } from 'zod';

const count = z.int().min(0);

/** So many missing ids are listed. */
export const SHOWN_IDS = 100;

const reconciled = {
  created: count.describe('How many were made.'),
  updated: count.describe('How many were changed.'),
  unchanged: count.describe('How many were the same before.'),
};

/** The result of an import. Each of the file's rows is in exactly one count; local authorities are counted apart. */
export const importReport = z
  .object({
    read: count.describe('Rows of the file, including the rejected ones.'),
    ...reconciled,
    removed: count.optional().describe('Links that were removed, because the file does not have them.'),
    ignored: count.optional().describe('Rows that are not imported, where the file may hold such.'),
    missing: count.describe(
      'Organisations or links of this register that are stored and not in the file. They stay as they are.',
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
          .meta({ id: 'RejectedRow', description: 'A row that was not imported.' }),
      )
      .describe('The faulty rows.'),
    localAuthorities: z
      .object(reconciled)
      .meta({
        id: 'LocalAuthorityCounts',
        description: 'How many local authorities the file made, changed and left alone.',
      })
      .optional()
      .describe(
        'How many local authorities the file made, changed and left alone. They are not in the other counts.',
      ),
  })
  .meta({
    id: 'ImportReport',
    description: 'The result of an import. Each row of the file is in one of the counts.',
  });
export type ImportReport = z.output<typeof importReport>;

/** How many were made, changed and left alone. */
export interface Reconciled {
  created: number;
  updated: number;
  unchanged: number;
}

/** Counts the outcome of a decision. */
export function countOutcome(counts: Reconciled, outcome: 'created' | 'replaced' | 'unchanged'): void {
  counts[outcome === 'replaced' ? 'updated' : outcome]++;
}
