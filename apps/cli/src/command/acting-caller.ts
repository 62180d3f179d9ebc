import type { Command } from 'commander';
import { path } from '../api/operator-api.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { type CommandContext, withClientContext, withContext } from './command-context.ts';
import { clientIdOf } from './settings.ts';

const HELP = `
With --client-id (CLIENT_ID) it acts as that service, by its API secret (--secret, API_SECRET), for itself or a child of it.
Otherwise it acts as the operator, for the service that is named.`;

interface CallerOptions {
  clientId?: string;
}

/** Gives a command the options by which it acts as a service. */
export function asEither(command: Command): Command {
  return command
    .option('--client-id <id>', 'act as this service (CLIENT_ID)')
    .option('--secret <secret>', "the service's API secret (API_SECRET, which other users cannot see)")
    .addHelpText('after', HELP);
}

/** The service that a command is about, as paths of the API take it: its id or its client id. */
function serviceOf(named: string | undefined, clientId: string | undefined): string {
  const service = named ?? clientId;
  if (service === undefined)
    throw new Misused(['Which service? Name it by its id or client id, or act as one: --client-id']);
  return path`/services/${service}`;
}

/**
 * Runs a command's work as the operator, or as the service that `--client-id` or `CLIENT_ID` names. `work` gets the path of
 * the service: the one that is `named`, or that service itself.
 */
export function withEither(
  command: Command,
  terminal: Terminal,
  named: string | undefined,
  work: (context: CommandContext, servicePath: string) => Promise<void>,
): Promise<void> {
  const clientId = clientIdOf(command.optsWithGlobals<CallerOptions>(), terminal.env);
  const servicePath = serviceOf(named, clientId);
  const begin = (context: CommandContext) => work(context, servicePath);
  return clientId === undefined
    ? withContext(command, terminal, begin)
    : withClientContext(command, terminal, clientId, begin);
}
