/** How the command ends. */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** A failure with `--json`: an object on standard error. */
export interface CommandFault {
  /** The platform's own (`conflict`, `not-found`…), or `usage`, `unreachable`, `refused`, `internal`. */
  code: string;
  message: string;
  /** Every fault of the request. */
  errors?: readonly string[];
  /** Identifies the request in the platform's logs. */
  correlationId?: string;
}

/** Why a command failed: a line for each reason. */
export abstract class CommandFailure extends Error {
  abstract readonly exitCode: number;
  abstract readonly code: string;
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }

  get fault(): CommandFault {
    return { code: this.code, message: this.lines.join(' ') };
  }
}

/** The platform refused, or does not know what was named. */
export class Refused extends CommandFailure {
  override readonly name = 'Refused';
  readonly exitCode = EXIT.refused;
  /** The HTTP status, where there is one. */
  readonly status: number | undefined;
  readonly #told: Partial<CommandFault>;
  constructor(lines: readonly string[], status?: number, details: Partial<CommandFault> = {}) {
    super(lines);
    this.status = status;
    this.#told = details;
  }

  get code(): string {
    return this.#told.code ?? 'refused';
  }

  override get fault(): CommandFault {
    return { ...super.fault, ...this.#told };
  }

  /** The same refusal with each text reworded. */
  reworded(words: (text: string) => string): Refused {
    const { message, errors } = this.#told;
    return new Refused(this.lines.map(words), this.status, {
      ...this.#told,
      ...(message !== undefined && { message: words(message) }),
      ...(errors !== undefined && { errors: errors.map(words) }),
    });
  }
}

/** What was named does not exist. */
export const notFound = (...lines: string[]) => new Refused(lines, undefined, { code: 'not-found' });

/** The arguments or the environment cannot be used. */
export class Misused extends CommandFailure {
  override readonly name = 'Misused';
  readonly exitCode = EXIT.usage;
  readonly code = 'usage';
}

/** Nobody answers at the address. */
export class Unreachable extends CommandFailure {
  override readonly name = 'Unreachable';
  readonly exitCode = EXIT.unreachable;
  readonly code = 'unreachable';
}

/** A failure for people: marked as an error, with a line for each fault. */
function linesOf({ lines, fault }: CommandFailure): string[] {
  const { errors = [], message } = fault;
  if (errors.length > 1) {
    return [`error: ${message}`, ...errors.map((error) => `  ${error}`), ...lines.slice(errors.length)];
  }
  return lines.map((line, index) => (index === 0 ? `error: ${line}` : line));
}

/** The exit code, the lines for a person and the object for a program, of whatever was thrown. */
export function explain(error: unknown): { exitCode: number; lines: readonly string[]; fault: CommandFault } {
  if (error instanceof CommandFailure) {
    return { exitCode: error.exitCode, lines: linesOf(error), fault: error.fault };
  }
  const message = `Something went wrong here: ${error instanceof Error ? error.message : String(error)}`;
  return { exitCode: EXIT.refused, lines: [`error: ${message}`], fault: { code: 'internal', message } };
}
