import { createThread } from './thread.ts';

/** Checkpoints in a thread of their own. */
export interface CheckpointBeside {
  /** Whether there is the thread. */
  isStarted(): boolean;
  /** Begins one, unless one is under way; resolves when it has ended, however it did. */
  run(): Promise<void>;
  /** Lets the one under way end. */
  close(): Promise<void>;
}

/** Checkpoints of one file. Nothing is started before the first. */
export function createCheckpointBeside(file: string): CheckpointBeside {
  const thread = createThread<'checkpoint', 'done'>(new URL('./checkpoint-thread.ts', import.meta.url), file);
  let underWay: Promise<void> | undefined;

  return {
    isStarted: thread.isStarted,
    run() {
      // A thread that could not start or went is missed by nobody: the next one is started anew.
      underWay ??= thread
        .ask('checkpoint')
        .then(
          () => {},
          () => {},
        )
        .finally(() => {
          underWay = undefined;
        });
      return underWay;
    },
    close: thread.close,
  };
}
