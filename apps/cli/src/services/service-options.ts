import type { Command } from 'commander';
import { type JsonRecord, recordOf } from '../api/answers.ts';
import { type Changes, changedBody } from '../api/put-changes.ts';
import type { CommandContext } from '../command/command-context.ts';
import { collect, collectPair, type Pair, statusNumber } from '../command/option-values.ts';

/** The options that describe a service. */
export interface ServiceOptions {
  clientId?: string;
  name?: string;
  description?: string;
  redirectUri?: readonly string[];
  parent?: string;
  param?: readonly Pair[];
  status?: 0 | 1;
}

/** Gives a command the options that describe a service. */
export function describingService(command: Command): Command {
  return command
    .option('--client-id <text>', 'what it calls itself: iss of its tokens')
    .option('--name <text>', 'its name, as people read it')
    .option('--description <text>', 'what it is for')
    .option('--redirect-uri <url>', 'where people may be sent on to; again for more', collect)
    .option('--parent <service>', 'the service that may act for it')
    .option('--param <name=value>', 'a param; again for more; an empty value takes it away', collectPair)
    .option('--status <status>', 'active or disabled', statusNumber('disabled'));
}

/** The options as members of the API's record. */
export async function serviceChanges(
  { redirectUri, parent, param, clientId, name, description, status }: ServiceOptions,
  { references }: Pick<CommandContext, 'references'>,
): Promise<(before: JsonRecord) => Changes> {
  const parentId = parent === undefined || parent === '' ? parent : await references.service(parent);
  return (before) => ({
    clientId,
    name,
    description,
    redirectUris: redirectUri?.filter((uri) => uri !== '') ?? before.redirectUris ?? [],
    parentId,
    params: param === undefined ? undefined : changedBody(recordOf(before.params), Object.fromEntries(param)),
    status,
  });
}
