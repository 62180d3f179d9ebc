import { CommanderError } from 'commander';
import { EXIT, explain } from './failures.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs the command line (what stands after the command's name); gives the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    // Commander has said itself what was wrong; help and the version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { exitCode, lines } = explain(error);
    for (const line of lines) terminal.err.write(`${line}\n`);
    return exitCode;
  }
}
