/** Those who wait until an entity is known at a version. */
export interface VersionWaiters {
  wait(id: string, version: number, timeoutMs: number): Promise<boolean>;
  tell(id: string, version: number): void;
}

interface Waiter {
  version: number;
  done: (reached: boolean) => void;
}

export function createVersionWaiters(): VersionWaiters {
  const waiting = new Map<string, Set<Waiter>>();

  function leave(id: string, waiter: Waiter): void {
    const waiters = waiting.get(id);
    waiters?.delete(waiter);
    if (waiters?.size === 0) waiting.delete(id);
  }

  return {
    wait(id, version, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => waiter.done(false), timeoutMs);
      const waiter: Waiter = {
        version,
        done(reached) {
          clearTimeout(timer);
          leave(id, waiter);
          resolve(reached);
        },
      };
      waiting.set(id, (waiting.get(id) ?? new Set()).add(waiter));
      return promise;
    },
    tell(id, version) {
      for (const waiter of [...(waiting.get(id) ?? [])]) if (waiter.version <= version) waiter.done(true);
    },
  };
}
