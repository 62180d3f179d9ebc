/** Works that go on beside each other, no more than some at a time. */
export interface UnderWay {
  /** Begins a work once there is room for it. Rejects with the failure of an earlier one. */
  begin(work: () => Promise<void>): Promise<void>;
  /** Resolves when all have ended; rejects with the first failure then. */
  end(): Promise<void>;
}

/** Room for `most` works, of which none has begun. */
export function createUnderWay(most: number): UnderWay {
  const works: Promise<void>[] = [];
  return {
    async begin(work) {
      if (works.length === most) await works.shift();
      const begun = work();
      // It is waited for in its turn.
      begun.catch(() => {});
      works.push(begun);
    },
    async end() {
      const ended = await Promise.allSettled(works.splice(0));
      const failed = ended.find((each) => each.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}
