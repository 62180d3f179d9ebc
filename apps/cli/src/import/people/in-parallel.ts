/**
 * Works on items as they arrive, at most `most` at once, and those of one key in order. The first failure stops it: work in
 * progress is finished, nothing more begins, and the failure is thrown.
 */
export async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  { most, keyOf }: { most: number; keyOf: (item: T) => string },
  work: (item: T) => Promise<void>,
): Promise<void> {
  const lastOfKey = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  for await (const item of items) {
    const key = keyOf(item);
    const before = lastOfKey.get(key) ?? Promise.resolve();
    const task: Promise<void> = before
      .then(() => (failures.length > 0 ? undefined : work(item)))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        running.delete(task);
        if (lastOfKey.get(key) === task) lastOfKey.delete(key);
      });
    lastOfKey.set(key, task);
    running.add(task);
    if (running.size >= most) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
