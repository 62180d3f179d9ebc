/** Runs works of one key one after the other. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<unknown>>();

  /** What `work` resolves to, once all works that were given before under any of the keys have ended. */
  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => this.#last.get(key) ?? []);
    const result = before.length === 0 ? work() : Promise.allSettled(before).then(work);
    for (const key of keys) this.#last.set(key, result);
    const end = () => {
      for (const key of keys) if (this.#last.get(key) === result) this.#last.delete(key);
    };
    result.then(end, end);
    return result;
  }
}
