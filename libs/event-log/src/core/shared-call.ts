import { setTimeout as delay } from 'node:timers/promises';

/**
 * Shares a call among those who ask for it at the same time. Whoever asks while one is under way gets the next one, with all
 * others who do, so that what they get was read after they asked. Two calls begin `everyMs` apart or more.
 */
export function sharedCall<T>(call: () => Promise<T>, everyMs = 0): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let begunAt = Number.NEGATIVE_INFINITY;
  let next: Promise<T> | undefined;

  async function begin(): Promise<T> {
    const restMs = begunAt + everyMs - performance.now();
    if (restMs > 0) await delay(restMs);
    next = undefined;
    begunAt = performance.now();
    const made = call();
    last = made.catch(() => {});
    return made;
  }

  return () => {
    next ??= last.then(begin);
    return next;
  };
}
