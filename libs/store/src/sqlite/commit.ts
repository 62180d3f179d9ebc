import { engineFailure } from '@gatehouse/sqlite';
import { StoreError } from '../port.ts';
import type { Connection } from './connection.ts';
import { storeError } from './sqlite-error.ts';

/** What a change came to. */
export type Outcome<T> = { value: T } | { failure: StoreError };

/**
 * Makes changes in one transaction, which is on the disk when this returns: all or none of those begun. `mayGoOn` is asked
 * before each. One that fails by itself spoils no other; throws what the engine throws.
 */
export function commit<T>(
  connection: Connection,
  changes: Iterable<() => T>,
  mayGoOn: () => boolean = () => true,
): Outcome<T>[] {
  return connection.transaction(() => {
    const outcomes: Outcome<T>[] = [];
    for (const change of changes) {
      outcomes.push(attempt(change));
      if (!mayGoOn()) break;
    }
    return outcomes;
  });
}

/** Only the engine's failure spoils the others. */
function attempt<T>(change: () => T): Outcome<T> {
  try {
    return { value: change() };
  } catch (error) {
    if (engineFailure(error).endsTransaction) throw error;
    return { failure: storeError('write', error) };
  }
}

/** A failure as another thread can be told of it. */
export interface ToldFailure {
  message: string;
  retryable: boolean;
}

export function toldFailure({ message, retryable }: StoreError): ToldFailure {
  return { message, retryable };
}

export function failureTold({ message, retryable }: ToldFailure): StoreError {
  return new StoreError(message, { retryable });
}
