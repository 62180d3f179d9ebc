import type { Command } from 'commander';
import { Refused } from './failures.ts';
import { createOperatorApi, type OperatorApi } from './operator-api.ts';
import { refusalInOptionsOf } from './option-names.ts';
import { createPrinter, type Printer } from './printing/printer.ts';
import { createReferences, type References } from './references.ts';
import { audienceOf, type GlobalOptions, operatorSecretOf, urlOf } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** What a command works with. */
export interface CommandContext {
  readonly api: OperatorApi;
  readonly references: References;
  readonly print: Printer;
  readonly terminal: Terminal;
  /** Whether results are for programs. */
  readonly json: boolean;
}

/** Runs a command's work with what the global options say, and lets go of the connections when it is done. */
export async function withContext(
  command: Command,
  terminal: Terminal,
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const { env } = terminal;
  const json = options.json === true;
  const api = createOperatorApi({
    url: urlOf(options, env),
    audience: audienceOf(options, env),
    secret: operatorSecretOf(options, env),
  });
  try {
    const print = createPrinter(terminal, json);
    await work({ api, references: createReferences(api), print, terminal, json });
  } catch (error) {
    throw error instanceof Refused ? refusalInOptionsOf(command, error) : error;
  } finally {
    await api.close();
  }
}
