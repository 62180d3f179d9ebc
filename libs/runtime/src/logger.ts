import { type DestinationStream, type Logger, pino } from 'pino';
import { censored } from './censored.ts';
import { systemClock } from './clock.ts';
import { describeError } from './described-error.ts';
import { createLogTime } from './log-time.ts';
import { standardOutput } from './output.ts';

export type { Logger };

export interface LoggerOptions {
  /** The app's name: on every line. */
  name: string;
  /** Default `info`. */
  level?: string;
  /** Default: standard output. */
  destination?: DestinationStream;
}

/** A logger of JSON lines with ISO times. Put errors under `err`: `describeError` decides what is logged of them. */
export function createLogger({ name, level = 'info', destination }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      timestamp: createLogTime(systemClock.now),
      formatters: { level: (label) => ({ level: label }), log: censored, bindings: censored },
      serializers: { err: describeError },
    },
    destination ?? standardOutput(),
  );
}
