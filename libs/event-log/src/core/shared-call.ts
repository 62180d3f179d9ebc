/**
 * Shares a call among those who ask for it at the same time. Whoever asks while one is under way gets the next one, with all
 * others who do, so that what they get was read after they asked.
 */
export function sharedCall<T>(call: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    next ??= last.then(() => {
      next = undefined;
      const made = call();
      last = made.catch(() => {});
      return made;
    });
    return next;
  };
}
