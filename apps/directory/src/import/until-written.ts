import { StoreError } from '@gatehouse/store';

const ATTEMPTS = 20;

/** Writes until nothing is left: `attempt` gives what lost a race, which is read and decided again. */
export async function untilWritten<T>(
  all: readonly T[],
  attempt: (some: readonly T[]) => Promise<T[]>,
): Promise<void> {
  let open = [...all];
  for (let tries = 0; open.length > 0; tries++) {
    if (tries === ATTEMPTS) throw new StoreError(`import: lost ${ATTEMPTS} races`, { retryable: true });
    open = await attempt(open);
  }
}
