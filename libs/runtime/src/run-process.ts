import { setImmediate } from 'node:timers/promises';
import { type Closers, createClosers } from './closers.ts';
import { ConfigurationError, type EnvironmentTexts } from './environment/read-environment.ts';
import type { Notice } from './environment/variable.ts';
import { createLogger, type Logger } from './logger.ts';
import { standardError } from './output.ts';
import { isEngineError, PlainError } from './plain-error.ts';

/** What every process reads of the environment. */
export interface ProcessConfig {
  LOG_LEVEL: string;
  /** Logged at the start. */
  notices: readonly Notice[];
}

export interface ProcessDeclaration<C extends ProcessConfig> {
  /** On every log line. */
  name: string;
  /** Reads the environment; a ConfigurationError stops the start with a line for each fault. */
  readConfig: (env: EnvironmentTexts) => C;
  /** Opens and starts the process's work; what it adds to `closers` is closed at the end, the last first. */
  begin: (config: C, parts: { log: Logger; closers: Closers }) => Promise<void>;
  /** Where log lines go; default standard output. */
  createLog?: (config: C) => Logger;
}

/** SPEC: the process ends within 12 s of SIGTERM. */
const STOP_MS = 11_900;
const CLOSE_MS = 11_300;

/**
 * A process from its environment to its end: the one place that reads `process.env` and signals. SIGTERM and SIGINT
 * close what was opened and end it with 0; a start that fails says why in plain lines and ends it with 1.
 */
export async function runProcess<C extends ProcessConfig>(declaration: ProcessDeclaration<C>): Promise<void> {
  const { name, readConfig, begin, createLog } = declaration;
  let config: C;
  try {
    config = readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    standardError().write(`${error.message}\n`);
    process.exit(1);
  }
  const log = createLog?.(config) ?? createLogger({ name, level: config.LOG_LEVEL });
  for (const { variable, text } of config.notices) log.warn({ variable }, text);
  const closers = createClosers(log);
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await closers.closeAll(CLOSE_MS);
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // `boot` gives way only now: without any listener a signal that is on its way is lost.
    const [ofBoot] = process.listeners(signal);
    process.on(signal, stop);
    if (ofBoot !== undefined) process.off(signal, ofBoot);
  }
  // A signal that came while modules were loaded is handled before anything is opened.
  await setImmediate();
  if (stopping) return;
  try {
    await begin(config, { log, closers });
  } catch (err) {
    if (stopping) return;
    // Faults of configuration and engines have messages for the person who starts the process.
    if (err instanceof PlainError || isEngineError(err)) standardError().write(`${err.message}\n`);
    if (!(err instanceof ConfigurationError)) log.fatal({ err }, 'cannot start');
    await closers.closeAll(CLOSE_MS);
    process.exit(1);
  }
}
