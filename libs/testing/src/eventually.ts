import { setTimeout as delay } from 'node:timers/promises';
import { timeScale } from './time-scale.ts';

/**
 * Tries again until `attempt` does not throw, and gives what it gave. Past `timeoutMs` (default 30 s, times `timeScale`)
 * it throws the last error. Tries are `intervalMs` (default 10) apart.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 30_000, intervalMs = 10 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs * timeScale();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await delay(intervalMs);
  }
}
