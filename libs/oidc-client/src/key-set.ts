import type { JwsHeader } from './jws-header.domain.ts';
import { fittingKeys, type VerificationKey } from './verification-key.ts';

/** Keys are read again after so long. */
const FRESH_MS = 5 * 60_000;
/** Older ones are not used, whatever the provider's state. */
const USABLE_MS = 60 * 60_000;
/** Between two readings for unknown keys, and between two that failed while older keys are usable. */
const PAUSE_MS = 60_000;

/** Whose tokens a key is looked for: each has a budget of its own, so that who posts the ones spends none of the others'. */
export type KeyUse = 'sign-in' | 'logout';

export interface KeySet {
  /** The keys that may have made a signature. Rejects where the provider's keys cannot be had. */
  fitting(header: JwsHeader, use: KeyUse): Promise<readonly VerificationKey[]>;
}

export interface KeySetOptions {
  read: () => Promise<readonly VerificationKey[]>;
  now: () => number;
}

/** A provider's keys, kept for a while. Who needs them at the same time waits for one reading. */
export function createKeySet({ read, now }: KeySetOptions): KeySet {
  let kept: { keys: readonly VerificationKey[]; at: number } | undefined;
  let reading: Promise<readonly VerificationKey[]> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  const searchedAt = new Map<KeyUse, number>();

  function readOnce(): Promise<readonly VerificationKey[]> {
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function readNow(): Promise<readonly VerificationKey[]> {
    const at = now();
    try {
      const keys = await read();
      kept = { keys, at };
      return keys;
    } catch (error) {
      failedAt = at;
      throw error;
    }
  }

  async function current(): Promise<readonly VerificationKey[]> {
    const age = kept === undefined ? Number.POSITIVE_INFINITY : now() - kept.at;
    if (kept === undefined || age >= USABLE_MS) return readOnce();
    if (age < FRESH_MS || now() - failedAt < PAUSE_MS) return kept.keys;
    const { keys } = kept;
    return readOnce().catch(() => keys);
  }

  function maySearch(use: KeyUse): boolean {
    const last = searchedAt.get(use);
    if (last !== undefined && now() - last < PAUSE_MS) return false;
    searchedAt.set(use, now());
    return true;
  }

  return {
    async fitting(header, use) {
      const readBefore = kept?.at;
      const known = fittingKeys(await current(), header);
      // Keys that were read for this very token hold no newer one.
      if (known.length > 0 || kept?.at !== readBefore || !maySearch(use)) return known;
      return fittingKeys(await readOnce(), header);
    },
  };
}
