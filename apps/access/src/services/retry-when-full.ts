import type { Published } from '@gatehouse/app-process';
import { unavailable } from '@gatehouse/errors';
import { StoreError } from '@gatehouse/store';

/**
 * Writes, and tries once more after a wait. A document holds its events until the log has them, so a large one that changes
 * fast can be full for a moment. Throws `unavailable` where it still is.
 */
export async function retryWhenFull<T>(published: Published, write: () => Promise<T>): Promise<T> {
  const isFull = (error: unknown) => error instanceof StoreError && !error.retryable;
  try {
    return await write();
  } catch (error) {
    if (!isFull(error)) throw error;
  }
  await published();
  try {
    return await write();
  } catch (error) {
    throw isFull(error) ? unavailable(error) : error;
  }
}
