/** Tasks in flight, up to a limit. */
export interface BoundedWork {
  /** Begins a task once fewer than the limit are in flight. Rejects with the failure of an earlier one. */
  begin(task: () => Promise<void>): Promise<void>;
  /** Resolves when all have ended; rejects with the first failure then. */
  end(): Promise<void>;
}

/** At most `limit` tasks run at a time. */
export function createBoundedWork(limit: number): BoundedWork {
  const tasks: Promise<void>[] = [];
  return {
    async begin(task) {
      if (tasks.length === limit) await tasks.shift();
      const begun = task();
      // Its failure is reported when it is awaited.
      begun.catch(() => {});
      tasks.push(begun);
    },
    async end() {
      const ended = await Promise.allSettled(tasks.splice(0));
      const failed = ended.find((each) => each.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}
