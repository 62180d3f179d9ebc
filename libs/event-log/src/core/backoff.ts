/** Milliseconds to wait after the given failure in a row (1 is the first): doubles from `baseMs` up to `maxMs`. */
export function backoffMs(failures: number, baseMs: number, maxMs: number): number {
  return Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30));
}
