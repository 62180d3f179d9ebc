/** An error whose message is written for the person who started the process: `runProcess` shows it without a stack. */
export class PlainError extends Error {}
