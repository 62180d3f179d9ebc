import { notFound } from '@gatehouse/errors';
import type { DeadLetterAdmin, OpenDeadLetter } from '@gatehouse/event-log';
import { z } from 'zod';

export interface DeadLetterDependencies {
  /** Opened at its first use. */
  deadLetters: () => Promise<DeadLetterAdmin>;
}

/** The open dead letter that an operator's path names by its id, with its record; 404 where there is none. */
export async function knownDeadLetter(
  { deadLetters }: DeadLetterDependencies,
  id: string,
): Promise<OpenDeadLetter> {
  const found = await (await deadLetters()).show(id);
  if (found === undefined) throw notFound('There is no such open dead letter');
  return found.deadLetter;
}

/** The parameter of the paths. */
export const deadLetterParams = {
  deadLetterId: z.string().describe('The id of the dead letter, as the list has it.'),
};
