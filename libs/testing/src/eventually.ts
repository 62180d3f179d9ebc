import { setTimeout as delay } from 'node:timers/promises';

/**
 * Tries again until `attempt` does not throw, and gives what it gave. Past `timeoutMs` (default 10 s) it throws the
 * last error. Tries are `intervalMs` (default 10) apart.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 10 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await delay(intervalMs);
  }
}
