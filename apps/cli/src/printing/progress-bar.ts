import { SingleBar } from 'cli-progress';
import type { Output } from './terminal.ts';

/** A bar that counts to its total, in numbers of so many digits; it goes when it is stopped. */
export function createBar(output: Output, unit: string, digits = 1): SingleBar {
  return new SingleBar({
    stream: output as NodeJS.WritableStream,
    format: `{bar} {percentage}% of {total} ${unit}`,
    formatValue: (value, _options, type) => (type === 'total' ? value.toFixed(digits) : String(value)),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  });
}
