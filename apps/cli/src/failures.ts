/** How the command ends. */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** Why a command did not do what it was asked: a line for each reason. */
abstract class CommandFailure extends Error {
  abstract readonly exitCode: number;
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** The platform was reached and did not do it, or knows nothing of what was named. */
export class Refused extends CommandFailure {
  override readonly name = 'Refused';
  readonly exitCode = EXIT.refused;
  /** The HTTP status, where there is one. */
  readonly status: number | undefined;
  constructor(lines: readonly string[], status?: number) {
    super(lines);
    this.status = status;
  }
}

/** What was typed, or the environment, cannot be used. */
export class Misused extends CommandFailure {
  override readonly name = 'Misused';
  readonly exitCode = EXIT.usage;
}

/** Nobody answers at the address. */
export class Unreachable extends CommandFailure {
  override readonly name = 'Unreachable';
  readonly exitCode = EXIT.unreachable;
}

/** The exit code and the lines for the person, of whatever was thrown. */
export function explain(error: unknown): { exitCode: number; lines: readonly string[] } {
  if (error instanceof CommandFailure) return { exitCode: error.exitCode, lines: error.lines };
  const text = error instanceof Error ? error.message : String(error);
  return { exitCode: EXIT.refused, lines: [`Something went wrong here: ${text}`] };
}
