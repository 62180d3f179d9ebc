/** Lets works of one name happen one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** What `work` comes to, once all that was begun under the name before has ended. */
  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.takeAll([name], work);
  }

  /** The same under several names at once. */
  takeAll<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = names.flatMap((name) => this.#last.get(name) ?? []);
    const result = before.length === 0 ? work() : Promise.allSettled(before).then(work);
    for (const name of names) this.#last.set(name, result);
    const end = () => {
      for (const name of names) if (this.#last.get(name) === result) this.#last.delete(name);
    };
    result.then(end, end);
    return result;
  }
}
