import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Copies the WAL of one file into it on a worker thread. The thread exists while it has work: it takes some 10 MB. */
export interface CheckpointWorker {
  isStarted(): boolean;
  /** Begins a checkpoint, unless one is running; resolves when it has ended, however it did. */
  run(): Promise<void>;
  /** Lets a running checkpoint end. */
  close(): Promise<void>;
}

const IDLE_MS = 10_000;
const SCRIPT = new URL('./checkpoint-script.ts', import.meta.url);
const LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/** The worker of one file. Nothing is started before the first checkpoint. */
export function createCheckpointWorker(file: string): CheckpointWorker {
  let worker: Worker | undefined;
  let running: PromiseWithResolvers<void> | undefined;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = new Worker(SCRIPT, { workerData: file, resourceLimits: LIMITS });
    const settle = () => {
      running?.resolve();
      running = undefined;
    };
    const gone = () => {
      if (worker !== started) return;
      worker = undefined;
      settle();
    };
    started.on('error', gone).on('exit', gone);
    started.on('message', () => {
      settle();
      started.unref();
      idle = setTimeout(end, IDLE_MS).unref();
    });
    return started;
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
      if (running !== undefined) return running.promise;
      clearTimeout(idle);
      worker ??= start();
      running = Promise.withResolvers();
      worker.ref();
      worker.postMessage('checkpoint');
      return running.promise;
    },
    async close() {
      await running?.promise;
      await end();
    },
  };
}
