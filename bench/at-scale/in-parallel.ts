/** Works on all items, a limited number at a time. */
export async function inParallel<T>(
  items: Iterable<T>,
  atATime: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
