/** Listeners that are called after this process's writes with events. */
export interface WriteListeners {
  notify(): void;
  /** Adds a listener and returns how to take it out. */
  add(listener: () => void): () => void;
}

/** No listeners yet. */
export function createWriteListeners(): WriteListeners {
  const listeners = new Set<() => void>();
  return {
    notify() {
      // As microtasks: a listener's failure is not the writer's.
      for (const listener of listeners) queueMicrotask(listener);
    },
    add(listener) {
      // A wrapper of its own, so that the same function added twice is two listeners.
      const call = () => listener();
      listeners.add(call);
      return () => void listeners.delete(call);
    },
  };
}
