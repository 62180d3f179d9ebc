/** Where failures that stop nothing are told; a pino logger is one. Fields are ids and topics, never personal data. */
export interface FailureLog {
  warn(fields: Record<string, unknown>, message: string): void;
}
