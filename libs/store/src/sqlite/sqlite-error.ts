import { engineFailure, retryOnBusy } from '@gatehouse/sqlite';
import { StoreError } from '../port.ts';

/** Any failure as the port's. Its message contains no value of a document. */
export function storeError(where: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { reason, retryable } = engineFailure(error);
  return new StoreError(`${where}: ${reason}`, { retryable, cause: error });
}

/** Runs `work`, and again while another process has the file locked. Rejects with StoreError. */
export function retried<T>(where: string, work: () => T): Promise<T> {
  return retryOnBusy(work, (error) => storeError(where, error));
}
