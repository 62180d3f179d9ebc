/** Splits items, in order, into batches of at most `maxBytes` and `maxCount`. An item that is larger is a batch of its own. */
export function batchesOf<T>(
  items: Iterable<T>,
  bytesOf: (item: T) => number,
  { maxBytes, maxCount = Number.POSITIVE_INFINITY }: { maxBytes: number; maxCount?: number },
): T[][] {
  const batches: T[][] = [];
  let current: T[] | undefined;
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    if (current === undefined || current.length === maxCount || bytes + size > maxBytes) {
      current = [];
      batches.push(current);
      bytes = 0;
    }
    current.push(item);
    bytes += size;
  }
  return batches;
}
