import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isRecord, type JsonRecord } from '../api/answers.ts';
import { type Changes, changedBody } from '../api/put-changes.ts';
import { collect } from '../command/option-values.ts';

/** The options that describe how people sign in to a service. */
export interface SignInOptions {
  postLogoutRedirectUri?: readonly string[];
  backchannelLogoutUri?: string;
  startUrl?: string;
  clientAuth?: 'secret' | 'private_key_jwt';
  jwks?: JsonRecord;
  jwksUri?: string;
  pkce?: string;
  organisations?: string;
  refreshTokens?: string;
}

/** The JWK set of a file. */
function keySetIn(path: string): JsonRecord {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new InvalidArgumentError('It should be a file that holds JSON.');
  }
  if (!isRecord(read)) throw new InvalidArgumentError('It should hold a JWK set: {"keys": [...]}.');
  return read;
}

/** Gives a command the options that describe how people sign in to a service. */
export function describingSignIn(command: Command): Command {
  return command
    .option(
      '--post-logout-redirect-uri <url>',
      'where people may be sent after signing out; again for more; an empty one takes all away',
      collect,
    )
    .option('--backchannel-logout-uri <url>', 'where logout tokens go')
    .option('--start-url <url>', 'where a person begins')
    .addOption(
      new Option('--client-auth <way>', 'how the service authenticates').choices([
        'secret',
        'private_key_jwt',
      ]),
    )
    .option('--jwks <file>', 'a file with its public keys, for private_key_jwt', keySetIn)
    .option('--jwks-uri <url>', 'where its public keys are, for private_key_jwt')
    .addOption(
      new Option('--pkce <rule>', 'whether requests need a code challenge').choices(['required', 'optional']),
    )
    .addOption(
      new Option('--organisations <rule>', 'which organisations a person may choose').choices([
        'granted',
        'member',
      ]),
    )
    .addOption(
      new Option('--refresh-tokens <answer>', 'whether offline_access is heard').choices(['true', 'false']),
    );
}

/** The `signIn` of a service with the options' changes; an empty text takes a member away. */
export function changedSignIn(before: JsonRecord, options: SignInOptions): JsonRecord {
  const { postLogoutRedirectUri, refreshTokens, clientAuth, jwks, jwksUri, ...plain } = options;
  const changes: Changes = {
    ...plain,
    postLogoutRedirectUris: postLogoutRedirectUri?.filter((uri) => uri !== ''),
    refreshTokens: refreshTokens === undefined ? undefined : refreshTokens === 'true',
    clientAuth,
    // A set of keys and an address of keys replace each other, and a secret replaces both.
    jwks: clientAuth === 'secret' || jwksUri !== undefined ? '' : jwks,
    jwksUri: clientAuth === 'secret' || jwks !== undefined ? '' : jwksUri,
  };
  return changedBody(before, changes);
}
