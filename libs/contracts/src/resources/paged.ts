import { z } from 'zod';

/** A page of an operator's collection: the records under their plural, and where the page stands. */
export function pageOf<P extends string, T extends z.ZodType>(plural: P, record: T) {
  const records = { [plural]: z.array(record) } as { [N in P]: z.ZodArray<T> };
  return z.object({
    ...records,
    numberOfRecords: z.int().nonnegative(),
    page: z.int().positive(),
    numberOfPages: z.int().nonnegative(),
  });
}
