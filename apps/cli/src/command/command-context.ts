import type { Command } from 'commander';
import { createOperatorApi, type OperatorApi } from '../api/operator-api.ts';
import { createReferences, type References } from '../api/references.ts';
import { Refused } from '../failures.ts';
import { createPrinter, type Printer } from '../printing/printer.ts';
import type { Terminal } from '../printing/terminal.ts';
import { refusalInOptionsOf } from './option-names.ts';
import { audienceOf, clientSecretOf, type GlobalOptions, operatorSecretOf, urlOf } from './settings.ts';

/** What a command gets to work with. */
export interface CommandContext {
  readonly api: OperatorApi;
  readonly references: References;
  readonly print: Printer;
  readonly terminal: Terminal;
  /** Whether results are for programs. */
  readonly json: boolean;
}

type Work = (context: CommandContext) => Promise<void>;

/** Runs a command's work as the operator, with the global options. */
export function withContext(command: Command, terminal: Terminal, work: Work): Promise<void> {
  const secret = () => operatorSecretOf(command.optsWithGlobals<GlobalOptions>(), terminal.env);
  return withCaller(command, terminal, { issuer: 'operator', secret }, work);
}

/** Runs it as a service, by its client id and the API secret in the options or the environment. */
export function withClientContext(
  command: Command,
  terminal: Terminal,
  clientId: string,
  work: Work,
): Promise<void> {
  const secret = () => clientSecretOf(clientId, command.optsWithGlobals<GlobalOptions>(), terminal.env);
  return withCaller(command, terminal, { issuer: clientId, secret }, work);
}

/** Closes the connections when the work is done. */
async function withCaller(
  command: Command,
  terminal: Terminal,
  { issuer, secret }: { issuer: string; secret: () => string },
  work: Work,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const { env } = terminal;
  const json = options.json === true;
  const url = urlOf(options, env);
  const api = createOperatorApi({ url, audience: audienceOf(options, env), issuer, secret: secret() });
  try {
    const print = createPrinter(terminal, json);
    await work({ api, references: createReferences(api), print, terminal, json });
  } catch (error) {
    throw error instanceof Refused ? refusalInOptionsOf(command, error) : error;
  } finally {
    await api.close();
  }
}
