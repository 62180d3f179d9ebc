import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { run } from './run.ts';

const { stdin, stdout, stderr } = process;

// Who reads no further, as `head`, has what he wanted.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

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

process.exitCode = await run(process.argv.slice(2), {
  out: stdout,
  err: stderr,
  env: process.env,
  ...(stdin.isTTY && stderr.isTTY && { ask }),
});
