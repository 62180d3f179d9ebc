/** Who is told of this process's writes with events. */
export interface WriteListeners {
  tell(): void;
  /** Adds a listener and returns how to take it out. */
  add(listener: () => void): () => void;
}

/** Listeners, none so far. */
export function createWriteListeners(): WriteListeners {
  const listeners = new Set<() => void>();
  return {
    tell() {
      // In a turn of its own: a listener's failure is not the writer's.
      for (const listener of listeners) queueMicrotask(listener);
    },
    add(listener) {
      // Its own wrapper, so that the same function given twice is two listeners.
      const call = () => listener();
      listeners.add(call);
      return () => void listeners.delete(call);
    },
  };
}
