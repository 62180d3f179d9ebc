import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { EXIT } from './failures.ts';
import { run } from './run.ts';

const { stdin, stdout, stderr } = process;

stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // Who reads no further, as `head`, has what he wanted.
  if (code === 'EPIPE') process.exit();
  stderr.write(`Standard output cannot be written to (${code}).
`);
  process.exit(EXIT.refused);
});
// What is under way there goes on without anybody who watches.
stderr.on('error', () => {});

async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: stdin, output: stderr });
  // The end of the input, and an interrupt, are no answer.
  const answer = lines.question(question).catch(() => undefined);
  const closed = once(lines, 'close').then(() => undefined);
  try {
    return await Promise.race([answer, closed]);
  } finally {
    lines.close();
  }
}

/** The first interrupt lets the command end by itself; the next one ends the process. */
function interrupted(): AbortSignal {
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
  return ended.signal;
}

process.exitCode = await run(process.argv.slice(2), {
  out: stdout,
  err: stderr,
  env: process.env,
  interrupted,
  ...(stdin.isTTY && stderr.isTTY && { ask }),
});
