import { instant } from '@gatehouse/contracts';
import type { OpenDeadLetter } from '@gatehouse/event-log';
import { z } from 'zod';

/** A dead letter as the operator sees it; never its record, which may hold personal data. */
export const managedDeadLetter = z
  .object({
    id: z
      .string()
      .describe('The id of the dead letter: the same however often this record fails in this group.'),
    topic: z.string().describe('The topic of the record.'),
    group: z.string().describe('The group of consumers that could not process it.'),
    key: z.string().describe('The key of the record: the id of its entity.'),
    reason: z.string().describe('The error, without the values that it quotes.'),
    at: instant.describe('When the group gave it up: ISO 8601 in UTC.'),
  })
  .meta({ id: 'DeadLetter', description: 'A record of the event log that could not be processed.' });

export function managedDeadLetterOf({ id, topic, group, key, reason, at }: OpenDeadLetter) {
  return { id, topic, group, key, reason, at };
}
