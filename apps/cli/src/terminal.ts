/** A stream that the command writes to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
}

/** All that a command knows of the machine: where it writes and what the environment says. */
export interface Terminal {
  /** Results. */
  readonly out: Output;
  /** Progress, remarks and failures. */
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}
