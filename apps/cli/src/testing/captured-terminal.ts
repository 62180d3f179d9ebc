import type { Terminal } from '../printing/terminal.ts';

/** A terminal that keeps what is written to it. */
export interface CapturedTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

/** A terminal with an environment, nobody looking at it unless it says how wide it is or who answers. */
export function captureTerminal(
  env: Terminal['env'] = {},
  { columns, ask, interrupted }: { columns?: number } & Pick<Terminal, 'ask' | 'interrupted'> = {},
): CapturedTerminal {
  const written = { out: '', err: '' };
  const keep = (stream: 'out' | 'err') => (text: string) => {
    written[stream] += text;
  };
  return {
    written,
    env,
    out: { write: keep('out'), columns },
    err: { write: keep('err') },
    ...(ask && { ask }),
    ...(interrupted && { interrupted }),
  };
}
