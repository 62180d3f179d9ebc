import { z } from 'zod';

/** The members of every page other than its records. */
export const pageMembers = {
  numberOfRecords: z.int().nonnegative().describe('How many records there are on all pages together.'),
  page: z.int().positive().describe('The number of this page, from 1.'),
  numberOfPages: z.int().nonnegative().describe('The number of the last page; 0 where there are no records.'),
};

/** `readModels` → `ReadModels` and `read models`. */
function namesOf(plural: string): { id: string; words: string } {
  const words = plural.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return { id: `${plural.charAt(0).toUpperCase()}${plural.slice(1)}`, words };
}

/**
 * A page of an operator's collection: its records under their plural, and the page's number. `called` names the records in the
 * documentation where that is not the plural.
 */
export function pageOf<P extends string, T extends z.ZodType>(plural: P, record: T, called: string = plural) {
  const records = {
    [plural]: z.array(record).describe('The records of this page; none on a page after the last.'),
  } as { [N in P]: z.ZodArray<T> };
  const { id, words } = namesOf(called);
  return z
    .object({ ...records, ...pageMembers })
    .meta({ id: `${id}Page`, description: `A page of ${words}.` });
}
