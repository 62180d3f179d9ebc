/** Which page of a list is requested: see `pageQuery`. */
export interface PageRequest {
  page: number;
  pageSize: number;
}

/** A page's records and its other members: see `pageOf` in the contracts. */
export interface Page<T> {
  records: T[];
  members: { numberOfRecords: number; page: number; numberOfPages: number };
}

/** Reads one page of a list of `numberOfRecords`. A page after the last has no records and is not read. */
export async function readPage<T>(
  { page, pageSize }: PageRequest,
  numberOfRecords: number,
  read: (skip: number, limit: number) => Promise<T[]> | T[],
): Promise<Page<T>> {
  const numberOfPages = Math.ceil(numberOfRecords / pageSize);
  const records = page > numberOfPages ? [] : await read((page - 1) * pageSize, pageSize);
  return { records, members: { numberOfRecords, page, numberOfPages } };
}

/** One page of a list in memory. */
export function pageOfList<T>(request: PageRequest, list: readonly T[]): Promise<Page<T>> {
  return readPage(request, list.length, (skip, limit) => list.slice(skip, skip + limit));
}
