import { Transform } from 'node:stream';
import { createCounter } from '../printing/progress-bar.ts';
import type { Output } from '../printing/terminal.ts';

const MEGABYTE = 1_000_000;

/** The progress of a file. */
export interface ImportProgress {
  /** Passes the file on unchanged and counts its bytes. */
  readonly meter: Transform;
  /** Removes the bar. */
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
