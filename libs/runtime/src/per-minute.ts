const MINUTE_MS = 60_000;

/** Counts what each key may do in a minute. In this process only. */
export interface PerMinute {
  /** Takes one; or gives for how many seconds the key has to wait. */
  take(key: string): number | undefined;
}

/** At most `most` in any minute. What was refused is not counted. */
export function perMinute(most: number, now: () => number): PerMinute {
  /** When each key took, in the last minute. */
  const taken = new Map<string, readonly number[]>();

  function dropOld(since: number): void {
    for (const [key, times] of taken) if ((times.at(-1) ?? 0) <= since) taken.delete(key);
  }

  return {
    take(key) {
      const at = now();
      if (taken.size > 10_000) dropOld(at - MINUTE_MS);
      const times = (taken.get(key) ?? []).filter((time) => time > at - MINUTE_MS);
      const [first] = times;
      if (first !== undefined && times.length >= most) return Math.ceil((first + MINUTE_MS - at) / 1_000);
      taken.set(key, [...times, at]);
      return undefined;
    },
  };
}
