import { readFileSync } from 'node:fs';
import { newId } from '@gatehouse/runtime/ids';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { changedBody } from '../api/put-changes.ts';
import type { CommandContext } from '../command/command-context.ts';
import { paged } from '../command/listing.ts';
import { collect, statusNumber } from '../command/option-values.ts';
import { acting, deleting, listing, setting, showing } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const PATH = '/manage/identity-providers';
const pathOf = (_context: CommandContext, id: string) => `${PATH}${path`/${id}`}`;
/** Members that the API shows but does not take. */
const SHOWN = ['id', 'redirectUri', 'backchannelLogoutUri', 'createdAt', 'updatedAt'];

interface ProviderOptions {
  name?: string;
  issuer?: string;
  clientId?: string;
  clientSecretFile?: string;
  scope?: readonly string[];
  trustEmail?: string;
  mfa?: readonly string[];
  service?: readonly string[];
  status?: 0 | 1;
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new InvalidArgumentError('It should be a file that holds the secret.');
  }
}

function describingProvider(command: Command): Command {
  return command
    .option('--name <text>', 'what its button says')
    .option('--issuer <url>', 'its issuer, exactly as it writes it')
    .option('--client-id <id>', 'the client id that the platform has there')
    .option('--client-secret-file <file>', 'a file with the client secret', secretIn)
    .option('--scope <scope>', 'a scope to ask for; again for more', collect)
    .addOption(
      new Option('--trust-email <rule>', 'which of its addresses count').choices(['verified', 'always']),
    )
    .option('--mfa <value>', 'a value of amr that stands for several factors; again for more', collect)
    .option('--service <service>', 'a service on whose pages it is offered; again for more', collect)
    .option('--status <status>', 'active or inactive', statusNumber('inactive'));
}

/** A list that is named with one empty text is taken away. */
function listOf(values: readonly string[] | undefined): readonly string[] | '' | undefined {
  return values?.length === 1 && values[0] === '' ? '' : values;
}

async function providerChanges(
  { clientSecretFile: clientSecret, scope, mfa, service, ...plain }: ProviderOptions,
  { references }: CommandContext,
) {
  const names = listOf(service);
  const services = Array.isArray(names)
    ? await Promise.all(names.map((name: string) => references.service(name)))
    : names;
  return { ...plain, clientSecret, scopes: listOf(scope), mfa: listOf(mfa), services };
}

/** `gatehouse sign-in provider`: other OpenID providers that people may come from. */
export function addProviderCommands(group: Command, terminal: Terminal): void {
  const provider = group
    .command('provider')
    .description('identity providers: other places where people may sign in');

  listing(paged(provider.command('list').description('list identity providers')), terminal, () => ({
    ...{ path: PATH, plural: 'identityProviders', columns: ['id', 'name', 'issuer', 'status'] },
  }));

  showing(provider.command('show <id>').description('show an identity provider'), terminal, pathOf);

  const add = describingProvider(
    provider.command('add').description('add an identity provider; shows the addresses to register there'),
  );
  acting<ProviderOptions>(add, terminal, async (context, options) => {
    const json = changedBody({}, await providerChanges(options, context));
    const answer = await context.api.call('PUT', pathOf(context, newId()), { json });
    context.print.record(recordOf(answer.body));
  });

  const set = describingProvider(
    provider.command('set <id>').description('change an identity provider; its client secret stays'),
  );
  setting<ProviderOptions>(set, terminal, {
    pathOf,
    shown: SHOWN,
    async changesOf(options, context) {
      const changes = await providerChanges(options, context);
      return () => changes;
    },
  });

  const remove = provider.command('delete <id>').description('remove an identity provider');
  deleting(remove, terminal, {
    pathOf,
    question: (id) => `Remove the identity provider ${id}?`,
    done: (id) => `The identity provider ${id} is removed.`,
  });
}
