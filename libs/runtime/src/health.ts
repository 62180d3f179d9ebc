import pTimeout from 'p-timeout';
/** Whether a process can do its work. */
export interface Health {
  /** `check` throws, or rejects, while its part is not ready. */
  add(name: string, check: () => Promise<unknown> | unknown): void;
  /** Runs all checks, each for at most two seconds; `failing` names those that are not met. */
  ready(): Promise<{ ready: boolean; failing: string[] }>;
}

const CHECK_TIMEOUT_MS = 2_000;

async function passes(check: () => Promise<unknown> | unknown): Promise<boolean> {
  try {
    await pTimeout(Promise.resolve().then(check), { milliseconds: CHECK_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}

export function createHealth(): Health {
  const checks = new Map<string, () => Promise<unknown> | unknown>();
  return {
    add(name, check) {
      checks.set(name, check);
    },
    async ready() {
      const results = await Promise.all(
        [...checks].map(async ([name, check]) => ({ name, ok: await passes(check) })),
      );
      const failing = results.filter(({ ok }) => !ok).map(({ name }) => name);
      return { ready: failing.length === 0, failing };
    },
  };
}
