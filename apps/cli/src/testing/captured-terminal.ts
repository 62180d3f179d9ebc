import type { Terminal } from '../terminal.ts';

/** A terminal that keeps what is written to it. */
export interface CapturedTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

/** A terminal with an environment, nobody looking at it. */
export function captureTerminal(env: Terminal['env'] = {}): CapturedTerminal {
  const written = { out: '', err: '' };
  const keep = (stream: 'out' | 'err') => (text: string) => {
    written[stream] += text;
  };
  return {
    written,
    env,
    out: { write: keep('out') },
    err: { write: keep('err') },
  };
}
