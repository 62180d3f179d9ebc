import { type Options, SingleBar } from 'cli-progress';
import type { Output } from './terminal.ts';

/** A bar that is erased when it is stopped; undefined where nobody looks at the output. */
export function createBar(output: Output, format: string, options: Options = {}): SingleBar | undefined {
  if (output.isTTY !== true) return undefined;
  return new SingleBar({
    stream: output as NodeJS.WritableStream,
    format,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    ...options,
  });
}

/** A bar that counts to its total, which it shows with so many decimals. */
export function createCounter(output: Output, unit: string, decimals = 1): SingleBar | undefined {
  return createBar(output, `{bar} {percentage}% of {total} ${unit}`, {
    formatValue: (value, _options, type) => (type === 'total' ? value.toFixed(decimals) : String(value)),
  });
}
