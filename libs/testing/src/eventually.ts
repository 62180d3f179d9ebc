import { setTimeout as delay } from 'node:timers/promises';

/**
 * Tries again until `attempt` does not throw, and gives what it gave. Past `timeoutMs` it throws the last error; the
 * default of 30 s is for a machine that is busy with others, too. Tries are `intervalMs` (default 10) apart.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 30_000, intervalMs = 10 }: { timeoutMs?: number; intervalMs?: number } = {},
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
