import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Checkpoints in a thread of their own, which there is while much is written: it takes some 10 MB. */
export interface CheckpointBeside {
  /** Whether there is the thread. */
  isStarted(): boolean;
  /** Begins one, unless one is under way; resolves when it has ended, however it did. */
  run(): Promise<void>;
  /** Lets the one under way end. */
  close(): Promise<void>;
}

const IDLE_MS = 10_000;
const LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/** Checkpoints of one file. Nothing is started before the first. */
export function createCheckpointBeside(file: string): CheckpointBeside {
  let worker: Worker | undefined;
  let underWay: Promise<void> | undefined;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), {
      workerData: file,
      resourceLimits: LIMITS,
    });
    const over = () => {
      if (worker === started) worker = undefined;
    };
    started.on('error', over).on('exit', over);
    return started;
  }

  async function runOne(): Promise<void> {
    clearTimeout(idle);
    worker ??= start();
    const current = worker;
    const ended = new AbortController();
    const { signal } = ended;
    try {
      current.ref();
      current.postMessage('checkpoint');
      await Promise.race([once(current, 'message', { signal }), once(current, 'exit', { signal })]);
      current.unref();
    } finally {
      ended.abort();
      idle = setTimeout(end, IDLE_MS).unref();
    }
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    if (ending === undefined) return;
    ending.ref();
    ending.postMessage('end');
    await once(ending, 'exit').catch(() => {});
  }

  return {
    isStarted: () => worker !== undefined,
    run() {
      // A thread that could not start or went is missed by nobody: the next one is started anew.
      underWay ??= runOne()
        .catch(() => {})
        .finally(() => {
          underWay = undefined;
        });
      return underWay;
    },
    async close() {
      await underWay;
      await end();
    },
  };
}
