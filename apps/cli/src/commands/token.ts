import { Command } from 'commander';
import jwt from 'jsonwebtoken';
import { Misused } from '../failures.ts';
import { wholeNumber } from '../option-values.ts';
import { audienceOf, type GlobalOptions, operatorSecretOf } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

interface TokenOptions extends GlobalOptions {
  secret?: string;
  expiresIn: number;
}

const HOUR_SECONDS = 3_600;

function secretFor(clientId: string, options: TokenOptions, { env }: Terminal): string {
  const secret = options.secret ?? env.API_SECRET;
  if (secret !== undefined && secret !== '') return secret;
  if (clientId === 'operator') return operatorSecretOf(options, env);
  throw new Misused(["A client's token needs its API secret: --secret, or API_SECRET in the environment"]);
}

/** `gatehouse token`: signs a token here, without asking the platform. */
export function tokenCommand(terminal: Terminal): Command {
  return new Command('token')
    .description('print a signed token for calling the API as a client')
    .argument('<clientId>', 'who calls; "operator" takes the operator\'s own secret')
    .option('--secret <secret>', "the client's API secret (API_SECRET)")
    .option('--expires-in <seconds>', 'how long it is good for', wholeNumber, HOUR_SECONDS)
    .action((clientId: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<TokenOptions>();
      const token = jwt.sign({}, secretFor(clientId, options, terminal), {
        issuer: clientId,
        audience: audienceOf(options, terminal.env),
        expiresIn: options.expiresIn,
      });
      terminal.out.write(options.json === true ? `${JSON.stringify({ token })}\n` : `${token}\n`);
    });
}
