import pTimeout from 'p-timeout';
/** Whether a process can do its work. */
export interface Health {
  /** `check` throws, or rejects, while its part is not ready. */
  add(name: string, check: () => Promise<unknown> | unknown): void;
  /** Names a figure that tells the operator how the process does. It says nothing of readiness. */
  measure(name: string, read: () => Promise<unknown> | unknown): void;
  /** Runs all checks, each for at most two seconds; `failing` names those that are not met. */
  ready(): Promise<{ ready: boolean; failing: string[] }>;
  /** All figures by their names, each read for at most two seconds; null where that fails. */
  figures(): Promise<Record<string, unknown>>;
}

/** Of a check, and of reading a figure. */
const CHECK_TIMEOUT_MS = 2_000;

function inTime(work: () => Promise<unknown> | unknown): Promise<unknown> {
  return pTimeout(Promise.resolve().then(work), { milliseconds: CHECK_TIMEOUT_MS });
}

function passes(check: () => Promise<unknown> | unknown): Promise<boolean> {
  return inTime(check).then(
    () => true,
    () => false,
  );
}

export function createHealth(): Health {
  const checks = new Map<string, () => Promise<unknown> | unknown>();
  const measured = new Map<string, () => Promise<unknown> | unknown>();
  return {
    add(name, check) {
      checks.set(name, check);
    },
    measure(name, read) {
      measured.set(name, read);
    },
    async ready() {
      const results = await Promise.all(
        [...checks].map(async ([name, check]) => ({ name, ok: await passes(check) })),
      );
      const failing = results.filter(({ ok }) => !ok).map(({ name }) => name);
      return { ready: failing.length === 0, failing };
    },
    async figures() {
      const figures = [...measured].map(async ([name, read]) => [name, await inTime(read).catch(() => null)]);
      return Object.fromEntries(await Promise.all(figures));
    },
  };
}
