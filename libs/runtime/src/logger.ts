import {
  type DestinationStream,
  destination as fileDestination,
  type Logger,
  pino,
  stdTimeFunctions,
} from 'pino';
import { describeError } from './described-error.ts';

export type { Logger };

export interface LoggerOptions {
  /** The app's name: on every line. */
  name: string;
  /** Default `info`. */
  level?: string;
  /** Default: standard output, gathered for at most a tenth of a second. */
  destination?: DestinationStream;
}

/** The last defence, should a line ever be given one of these. What must not be logged is not to be handed over. */
const NEVER_LOGGED = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'apiSecret',
  'token',
  'code',
  'email',
  'url',
  'query',
  'body',
  'given_name',
  'family_name',
];

function standardOutput(): DestinationStream {
  return fileDestination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 100 });
}

/** A logger of JSON lines with ISO times. Put errors under `err`: see `describeError` for what is told of them. */
export function createLogger({ name, level = 'info', destination }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: {
        paths: [...NEVER_LOGGED, ...NEVER_LOGGED.map((member) => `*.${member}`), 'headers["*"]'],
        censor: '[hidden]',
      },
    },
    destination ?? standardOutput(),
  );
}
