import { CommanderError } from 'commander';
import { EXIT, explain, Misused } from './failures.ts';
import type { Terminal } from './printing/terminal.ts';
import { createProgram } from './program.ts';

/** What Commander found wrong, in one sentence. For people Commander has printed it already, with a hint at the help. */
function misuseOf({ code, message }: CommanderError): Misused {
  if (code === 'commander.help') return new Misused(['A command is missing: --help lists them']);
  return new Misused([message.replace(/^error: /, '').replaceAll('\n', ' ')]);
}

/** Whether a program reads the result. Asked before anything is parsed, so that faults of parsing are JSON too. */
function isForPrograms(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).includes('--json');
}

/** Keeps what is written on standard error: where there is a fault, it alone stands there for the program. */
function holdBack(terminal: Terminal): { held: string[]; terminal: Terminal } {
  const held: string[] = [];
  return { held, terminal: { ...terminal, err: { write: (text: string) => held.push(text) } } };
}

/** Runs the command line (what stands after the command's name); gives the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = isForPrograms(args);
  const { held, terminal: shown } = json ? holdBack(terminal) : { held: [], terminal };
  try {
    await createProgram(shown).parseAsync(args, { from: 'user' });
    for (const remark of held) terminal.err.write(remark);
    return EXIT.done;
  } catch (error) {
    const isOfCommander = error instanceof CommanderError;
    // Help and the version are no failures.
    if (isOfCommander && error.exitCode === 0) return EXIT.done;
    const { exitCode, lines, fault } = explain(isOfCommander ? misuseOf(error) : error);
    if (json) terminal.err.write(`${JSON.stringify(fault)}\n`);
    else if (!isOfCommander) terminal.err.write(lines.map((line) => `${line}\n`).join(''));
    return exitCode;
  }
}
