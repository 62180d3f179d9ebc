import { instant } from '@gatehouse/contracts';
import { z } from 'zod';

/** A read model as the operator sees it. */
export const readModelState = z
  .object({
    name: z.string().describe('The name of the read model.'),
    generation: z
      .string()
      .describe('The generation that is read: of its schema and, once rebuilt, of the run that built it.'),
    rebuilding: z
      .object({
        run: z.string().describe('The id of the run.'),
        status: z
          .enum(['building', 'clearing'])
          .describe(
            '`building` until the new generation is active; `clearing` while the one before is dropped',
          ),
        since: instant.describe('When it began: ISO 8601 in UTC.'),
        handled: z.int().describe('How many records have been handled so far.'),
        total: z.int().describe('How many records there are, as far as they have been counted.'),
        deadLetters: z
          .int()
          .describe(
            'How many records could not be processed: while there are any, the new generation is not read.',
          ),
      })
      .meta({ id: 'ReadModelRebuild', description: 'A rebuild that is under way.' })
      .optional()
      .describe('The rebuild that is under way; absent where there is none.'),
  })
  .meta({
    id: 'ReadModel',
    description: 'What is built from the event log, and how far a rebuild of it is.',
  });

export type ReadModelState = z.input<typeof readModelState>;
