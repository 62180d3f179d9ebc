import { cpus } from 'node:os';

/** The value below which `share` (0…1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds with one decimal. */
export function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** The machine of the measurement. */
export function printMachine(): void {
  const [cpu] = cpus();
  console.info(
    `${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString()}`,
  );
}
