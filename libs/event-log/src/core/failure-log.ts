/** Takes failures that stop nothing; a pino logger is one. Fields are ids and topics, never personal data. */
export interface FailureLog {
  warn(fields: Record<string, unknown>, message: string): void;
}
