/** Lets works of one name happen one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** What `work` comes to, once all that was begun under the name before has ended. */
  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const result = before === undefined ? work() : before.then(work, work);
    this.#last.set(name, result);
    const end = () => {
      if (this.#last.get(name) === result) this.#last.delete(name);
    };
    result.then(end, end);
    return result;
  }
}
