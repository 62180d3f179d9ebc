/** Listeners that are called after this process's writes with events. */
export interface WriteListeners {
  notify(collection: string): void;
  /** Adds a listener and returns how to take it out. */
  add(listener: WriteListener): () => void;
}

/** Gets the collection that was written. */
export type WriteListener = (collection: string) => void;

/** No listeners yet. */
export function createWriteListeners(): WriteListeners {
  const listeners = new Set<WriteListener>();
  return {
    notify(collection) {
      // As microtasks: a listener's failure is not the writer's.
      for (const listener of listeners) queueMicrotask(() => listener(collection));
    },
    add(listener) {
      // A wrapper of its own, so that the same function added twice is two listeners.
      const call: WriteListener = (collection) => listener(collection);
      listeners.add(call);
      return () => void listeners.delete(call);
    },
  };
}
