import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@gatehouse/contracts';
import { type DeadLetterAdmin, EventLogError, openDeadLetterAdmin, openEventLog } from '@gatehouse/event-log';
import type { Command } from 'commander';
import { dataDirOf, eventsUrlOf, type GlobalOptions } from '../command/settings.ts';
import { Misused, Refused, Unreachable } from '../failures.ts';
import { createPrinter, type Printer } from '../printing/printer.ts';
import type { Terminal } from '../printing/terminal.ts';

const PLATFORM_TOPICS = Object.values(topics).map(({ name }) => name);

interface DeadOptions extends GlobalOptions {
  eventsUrl?: string;
  topic?: string[];
}

/** What the commands about dead letters work with. */
export interface DeadLetterContext {
  admin: DeadLetterAdmin;
  print: Printer;
}

/** Works on the event log that the options and the environment name. Throws where it cannot be opened. */
async function withAdmin<T>(
  options: DeadOptions,
  env: Terminal['env'],
  work: (admin: DeadLetterAdmin) => Promise<T>,
): Promise<T> {
  const url = eventsUrlOf(options, env);
  const dataDir = dataDirOf(options, env);
  if (url === 'sqlite:' && !existsSync(join(dataDir, 'events.sqlite'))) {
    throw new Misused([
      `There is no event log in ${dataDir}.`,
      'Say where the platform keeps its files (--data-dir, DATA_DIR), or which log it has (EVENTS_URL).',
    ]);
  }
  const topics = new Set([...PLATFORM_TOPICS, ...(options.topic ?? [])]);
  try {
    const log = await openEventLog({ url, dataDir, now: Date.now, clientId: 'gatehouse-cli' });
    try {
      return await work(await openDeadLetterAdmin({ log, topics: [...topics], now: Date.now }));
    } finally {
      await log.close();
    }
  } catch (error) {
    if (!(error instanceof EventLogError)) throw error;
    throw error.retryable ? new Unreachable([error.message]) : new Refused([error.message]);
  }
}

/**
 * Runs a command's work on the event log itself, which holds the dead letters, whether the platform runs or not.
 */
export async function withDeadLetters(
  command: Command,
  terminal: Terminal,
  work: (context: DeadLetterContext) => Promise<void>,
): Promise<void> {
  const options = command.optsWithGlobals<DeadOptions>();
  const print = createPrinter(terminal, options.json === true);
  await withAdmin(options, terminal.env, (admin) => work({ admin, print }));
}
