import type { Logger } from './logger.ts';

/**
 * Does what follows a write that stands, and which the answer does not depend on. A failure is logged: the request is
 * answered from what was written, not with an error that says it may be tried again. Undefined then.
 */
export async function onceWritten<T>(
  log: Logger,
  what: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (err) {
    log.warn({ err, what }, 'a request was answered without what follows its write');
    return undefined;
  }
}
