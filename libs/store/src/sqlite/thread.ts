import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A thread with a connection of its own to one file, which there is while it has work: it takes some 10 MB. */
export interface Thread<Message, Reply> {
  /** Starts it, where it is not started. */
  start(): void;
  isStarted(): boolean;
  /** Whether it has its connection open, so that an answer does not wait for its start. */
  isReady(): boolean;
  /** Asks one thing, after what is under way; rejects where the thread could not start, or went. */
  ask(message: Message): Promise<Reply>;
  /** Lets what is under way end. */
  close(): Promise<void>;
}

const IDLE_MS = 10_000;
const LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/** `script` is told the file, and serves as `serveThread` has it. Nothing is started before the first need of it. */
export function createThread<Message, Reply>(script: URL, file: string): Thread<Message, Reply> {
  let worker: Worker | undefined;
  let isReady = false;
  let underWay: Promise<unknown> = Promise.resolve();
  let asked: PromiseWithResolvers<Reply> | undefined;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    if (worker !== undefined) return worker;
    const started = new Worker(script, { workerData: file, resourceLimits: LIMITS });
    worker = started;
    isReady = false;
    const over = (error?: unknown) => {
      if (worker !== started) return;
      worker = undefined;
      isReady = false;
      asked?.reject(error instanceof Error ? error : new Error('the thread ended'));
    };
    started.on('error', over).on('exit', () => over());
    started.on('message', (message: 'ready' | { reply: Reply }) => {
      if (message === 'ready') isReady = true;
      else asked?.resolve(message.reply);
    });
    started.unref();
    idle = setTimeout(end, IDLE_MS).unref();
    return started;
  }

  async function askNow(message: Message): Promise<Reply> {
    const current = start();
    clearTimeout(idle);
    asked = Promise.withResolvers<Reply>();
    try {
      current.ref();
      current.postMessage({ message });
      return await asked.promise;
    } finally {
      asked = undefined;
      current.unref();
      clearTimeout(idle);
      idle = setTimeout(end, IDLE_MS).unref();
    }
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    isReady = false;
    if (ending === undefined) return;
    ending.ref();
    ending.postMessage('end');
    await once(ending, 'exit').catch(() => {});
  }

  return {
    start: () => void start(),
    isStarted: () => worker !== undefined,
    isReady: () => isReady,
    ask(message) {
      const answered = underWay.then(() => askNow(message));
      underWay = answered.catch(() => {});
      return answered;
    },
    async close() {
      await underWay;
      await end();
    },
  };
}
