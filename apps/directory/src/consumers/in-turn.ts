/** Does work of one name one at a time, in the order in which it came; other names do not wait. */
export type InTurn = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Thirty asks of one user at once would each lose the race for that document many times; in turn none does. */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
