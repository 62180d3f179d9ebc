import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@gatehouse/contracts';
import { type DeadLetterDesk, EventLogError, openDeadLetterDesk, openEventLog } from '@gatehouse/event-log';
import type { Command } from 'commander';
import { Misused, Refused, Unreachable } from './failures.ts';
import { createPrinter, type Printer } from './printing/printer.ts';
import { dataDirOf, eventsUrlOf, type GlobalOptions } from './settings.ts';
import type { Terminal } from './terminal.ts';

const PLATFORM_TOPICS = Object.values(topics).map(({ name }) => name);

interface DeadOptions extends GlobalOptions {
  eventsUrl?: string;
  topic?: string[];
}

/** What the commands about dead letters work with. */
export interface DeadLetterContext {
  desk: DeadLetterDesk;
  print: Printer;
}

/**
 * Runs a command's work on the event log itself, which holds the dead letters: for who operates the machine, with the
 * platform running or not.
 */
export async function withDeadLetters(
  command: Command,
  terminal: Terminal,
  work: (context: DeadLetterContext) => Promise<void>,
): Promise<void> {
  const options = command.optsWithGlobals<DeadOptions>();
  const url = eventsUrlOf(options, terminal.env);
  const dataDir = dataDirOf(options, terminal.env);
  if (url === 'sqlite:' && !existsSync(join(dataDir, 'events.sqlite'))) {
    throw new Misused([
      `There is no event log in ${dataDir}.`,
      'Say where the platform keeps its files (--data-dir), or which log it has (--events-url, EVENTS_URL).',
    ]);
  }
  const all = [...PLATFORM_TOPICS, ...(options.topic ?? [])];
  try {
    const log = await openEventLog({ url, dataDir, now: Date.now, clientId: 'gatehouse-cli' });
    try {
      const desk = await openDeadLetterDesk({ log, topics: [...new Set(all)], now: Date.now });
      await work({ desk, print: createPrinter(terminal, options.json === true) });
    } finally {
      await log.close();
    }
  } catch (error) {
    if (!(error instanceof EventLogError)) throw error;
    throw error.retryable ? new Unreachable([error.message]) : new Refused([error.message]);
  }
}

/** How many dead letters are open, where the event log is to be had from here; else undefined. */
export async function openDeadLettersHere(
  options: DeadOptions,
  env: Terminal['env'],
): Promise<number | undefined> {
  const url = eventsUrlOf(options, env);
  const dataDir = dataDirOf(options, env);
  if (url === 'sqlite:' && !existsSync(join(dataDir, 'events.sqlite'))) return undefined;
  try {
    const log = await openEventLog({ url, dataDir, now: Date.now, clientId: 'gatehouse-cli' });
    try {
      const desk = await openDeadLetterDesk({ log, topics: PLATFORM_TOPICS, now: Date.now });
      return (await desk.list()).length;
    } finally {
      await log.close();
    }
  } catch (error) {
    if (error instanceof EventLogError) return undefined;
    throw error;
  }
}
