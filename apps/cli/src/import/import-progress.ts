import { Transform } from 'node:stream';
import { createCounter } from '../printing/progress-bar.ts';
import type { Output } from '../printing/terminal.ts';

const MEGABYTE = 1_000_000;

/** How much of a file has gone by. */
export interface ImportProgress {
  /** Passes the file on as it is and counts it. */
  readonly meter: Transform;
  /** Takes the bar away: the answer is there, or none will come. */
  stop(): void;
}

/** Counts the bytes of a file of `size` bytes, with a bar where somebody looks at the output. */
export function showProgress(output: Output, size: number): ImportProgress {
  const bar = createCounter(output, 'MB, {what}');
  bar?.start(size / MEGABYTE, 0, { what: 'sending' });
  let sent = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length;
      bar?.update(sent / MEGABYTE, { what: sent < size ? 'sending' : 'waiting for the platform' });
      done(null, chunk);
    },
  });
  return { meter, stop: () => bar?.stop() };
}

/** Rows that are worked off. */
export interface RowProgress {
  step(): void;
  stop(): void;
}

/** Counts rows up to `total`, with a bar where somebody looks at the output. */
export function showRowProgress(output: Output, total: number): RowProgress {
  const bar = createCounter(output, 'rows', 0);
  bar?.start(total, 0);
  return { step: () => bar?.increment(), stop: () => bar?.stop() };
}
