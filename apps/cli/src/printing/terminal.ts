/** A stream that the command writes to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  /** The width of the terminal; undefined where the output is not one. */
  columns?: number | undefined;
}

/** What a command uses of the machine: its outputs, its input and the environment. */
export interface Terminal {
  /** Results. */
  readonly out: Output;
  /** Progress, remarks and failures. */
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks the user; undefined where there was no answer. Absent without a terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Aborted once the user wants what runs to end (Ctrl-C). Until a command asks for it, an interrupt ends the process. */
  readonly interrupted?: () => AbortSignal;
}
