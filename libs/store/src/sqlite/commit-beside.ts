import type { WriteResult } from '../port.ts';
import { failureTold, type Outcome } from './commit.ts';
import type { CommitReply } from './commit-thread.ts';
import type { DocumentChange, Sequence } from './document-change.ts';
import { createThread } from './thread.ts';

/** Commits in a thread of their own: what they take of the processor and the disk holds up nobody here. */
export interface CommitBeside {
  /** Whether one can be had at once. */
  isReady(): boolean;
  /** Has the thread started, for those to come. */
  prepare(): void;
  /** As `commit` has it; `busy` where another process holds the lock. Rejects with StoreError. */
  commit(
    changes: readonly (DocumentChange | Sequence)[],
  ): Promise<Outcome<WriteResult | WriteResult[]>[] | 'busy'>;
  /** Resolves when none is under way: who writes here then meets no lock of it. Undefined where that is now. */
  quiet(): Promise<void> | undefined;
  /** Lets the one under way end. */
  close(): Promise<void>;
}

/** Commits to one file. Nothing is started before the first need. */
export function createCommitBeside(file: string): CommitBeside {
  const thread = createThread<readonly (DocumentChange | Sequence)[], CommitReply>(
    new URL('./commit-thread.ts', import.meta.url),
    file,
  );
  let underWay: Promise<void> | undefined;
  return {
    isReady: thread.isReady,
    prepare: thread.start,
    quiet: () => underWay,
    async commit(changes) {
      // Whether it was done is not known of a thread that went: as of a process that did.
      const asked = thread.ask(changes).catch(() => gone);
      underWay = asked.then(() => {
        underWay = undefined;
      });
      const reply = await asked;
      if ('outcomes' in reply)
        return reply.outcomes.map((each) =>
          'value' in each ? each : { failure: failureTold(each.failure) },
        );
      if (reply.isBusy) return 'busy';
      throw failureTold(reply.failure);
    },
    close: thread.close,
  };
}

const gone: CommitReply = {
  failure: { message: 'commit: the thread ended', retryable: true },
  isBusy: false,
};
