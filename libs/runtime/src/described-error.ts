import { types } from 'node:util';

/** An error as a log line shows it. */
export interface DescribedError {
  name: string;
  code?: string;
  message?: string;
  stack?: string;
  cause?: DescribedError;
}

/** Errors of these names are the platform's own: their messages are written to be read. */
const OWN_ERRORS = new Set(['StoreError', 'EventLogError', 'SealError', 'ConfigurationError']);
const EMAIL = /[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g;
const LONG_TOKEN = /[A-Za-z0-9+/_=.-]{40,}/g;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Drivers quote values in their messages (a duplicate email, a refused recipient, the text that was no JSON), so a
 * message is kept only where it is the platform's own, the operating system's, or a programming mistake's.
 */
function mayShowMessage(error: Error, code: string | undefined): boolean {
  if (OWN_ERRORS.has(error.name)) return true;
  if (error.name === 'SyntaxError') return false;
  if ('syscall' in error) return true;
  return (
    code === undefined &&
    error.constructor.name === error.name &&
    error.name.endsWith('Error') &&
    ['Error', 'TypeError', 'RangeError', 'ReferenceError'].includes(error.name)
  );
}

function framesOf(error: Error): string | undefined {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line));
  return frames.length === 0 ? undefined : frames.slice(0, 20).join('\n');
}

/** An error for the log: its name, code, stack frames and causes; its message only where that can hold no personal data. */
export function describeError(error: unknown, depth = 4): DescribedError {
  if (!types.isNativeError(error)) return { name: error === null ? 'null' : typeof error };
  const described: DescribedError = { name: error.name };
  const code = textOf((error as { code?: unknown }).code);
  if (code !== undefined) described.code = code;
  if (mayShowMessage(error, code)) {
    described.message = error.message.replace(EMAIL, '[email]').replace(LONG_TOKEN, '[hidden]').slice(0, 500);
  }
  const stack = framesOf(error);
  if (stack !== undefined) described.stack = stack;
  if (error.cause !== undefined && depth > 0) described.cause = describeError(error.cause, depth - 1);
  return described;
}
