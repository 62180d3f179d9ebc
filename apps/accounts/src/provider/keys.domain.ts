import type { AccountProviderKey } from '@gatehouse/contracts';

type KeyTimes = Pick<AccountProviderKey, 'alg' | 'signsFrom' | 'publishedUntil'>;

/** The keys that the provider may find at an instant: also those that will sign later. */
export function publishedKeys<K extends KeyTimes>(keys: readonly K[], nowMs: number): K[] {
  return keys.filter(
    ({ publishedUntil }) => publishedUntil === undefined || Date.parse(publishedUntil) > nowMs,
  );
}

/** The key that signs at an instant: of those of the algorithm that sign by then, the last. */
export function signingKeyAt<K extends KeyTimes>(
  keys: readonly K[],
  algorithm: AccountProviderKey['alg'],
  nowMs: number,
): K | undefined {
  const fitting = keys.filter(({ alg, signsFrom }) => alg === algorithm && Date.parse(signsFrom) <= nowMs);
  return fitting.toSorted((one, other) => (one.signsFrom < other.signsFrom ? 1 : -1))[0];
}
