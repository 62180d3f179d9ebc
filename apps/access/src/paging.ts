/** Which page is asked for. */
export interface PageAsked {
  page: number;
  pageSize: number;
}

/** The members of a page beside its records. */
export function pageFacts({ page, pageSize }: PageAsked, numberOfRecords: number) {
  return { numberOfRecords, page, numberOfPages: Math.ceil(numberOfRecords / pageSize) };
}

/** Where a page's records stand; undefined for a page beyond the last. */
export function placesOf(
  { page, pageSize }: PageAsked,
  numberOfRecords: number,
): { skip: number; limit: number } | undefined {
  const skip = (page - 1) * pageSize;
  return skip < numberOfRecords ? { skip, limit: pageSize } : undefined;
}

/** A page of a list that is at hand. */
export function pageOfList<T>(asked: PageAsked, list: readonly T[]): T[] {
  const places = placesOf(asked, list.length);
  return places === undefined ? [] : list.slice(places.skip, places.skip + places.limit);
}
