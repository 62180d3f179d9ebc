import { instant } from '@gatehouse/contracts';
import { z } from 'zod';

/** A read model as the operator sees it. */
export const readModelState = z
  .object({
    name: z.string(),
    generation: z.string().describe('What is read: the generation of its schema and, once rebuilt, the run'),
    rebuilding: z
      .object({
        run: z.string(),
        status: z
          .enum(['filling', 'clearing'])
          .describe('`filling` until the new generation is read; `clearing` while the one before goes'),
        since: instant,
        handled: z.int().describe('Records handled so far'),
        total: z.int().describe('Records that there are, as far as they have been counted'),
        deadLetters: z
          .int()
          .describe('Records that could not be processed: while there are any, the generation is not read'),
      })
      .optional(),
  })
  .meta({
    id: 'ReadModel',
    description: 'What is built from the event log, and how far a rebuild of it is.',
  });

export type ReadModelState = z.input<typeof readModelState>;
