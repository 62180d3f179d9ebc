export interface PageRequest {
  page: number;
  pageSize: number;
}

/** One page: the records from its place on, and the totals. A page after the last has none, and costs no look. */
export async function readPage<T>(
  { page, pageSize }: PageRequest,
  numberOfRecords: number,
  read: (skip: number, limit: number) => Promise<T[]> | T[],
): Promise<{ records: T[]; members: { numberOfRecords: number; page: number; numberOfPages: number } }> {
  const numberOfPages = Math.ceil(numberOfRecords / pageSize);
  const records = page > numberOfPages ? [] : await read((page - 1) * pageSize, pageSize);
  return { records, members: { numberOfRecords, page, numberOfPages } };
}
