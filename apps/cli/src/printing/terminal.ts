/** A stream that the command writes to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  /** How many characters a line of the terminal holds; undefined where nobody looks. */
  columns?: number | undefined;
}

/** All that a command knows of the machine: where it writes, whom it can ask, and what the environment says. */
export interface Terminal {
  /** Results. */
  readonly out: Output;
  /** Progress, remarks and failures. */
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks who sits there, and gives the answer; undefined where none was given. Absent where nobody sits there. */
  readonly ask?: (question: string) => Promise<string | undefined>;
}
