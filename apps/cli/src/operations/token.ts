import { Command } from 'commander';
import jwt from 'jsonwebtoken';
import { wholeNumber } from '../command/option-values.ts';
import { audienceOf, clientSecretOf, type GlobalOptions } from '../command/settings.ts';
import type { Terminal } from '../printing/terminal.ts';

interface TokenOptions extends GlobalOptions {
  secret?: string;
  expiresIn: number;
}

const HOUR_SECONDS = 3_600;

/** `gatehouse token`: signs a token here, without asking the platform. */
export function tokenCommand(terminal: Terminal): Command {
  return new Command('token')
    .description('print a signed token for calling the API as a client')
    .argument('<clientId>', 'who calls; "operator" takes the operator\'s own secret')
    .option('--secret <secret>', "the client's API secret (API_SECRET)")
    .option('--expires-in <seconds>', 'how long it is good for', wholeNumber, HOUR_SECONDS)
    .action((clientId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<TokenOptions>();
      const token = jwt.sign({}, clientSecretOf(clientId, options, terminal.env), {
        issuer: clientId,
        audience: audienceOf(options, terminal.env),
        expiresIn: options.expiresIn,
      });
      terminal.out.write(options.json === true ? `${JSON.stringify({ token })}\n` : `${token}\n`);
    });
}
