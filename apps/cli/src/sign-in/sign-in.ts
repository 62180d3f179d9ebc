import { Command } from 'commander';
import { recordOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import { putChanges } from '../api/put-changes.ts';
import type { CommandContext } from '../command/command-context.ts';
import { wholeNumber } from '../command/option-values.ts';
import { acting } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';
import { addKeyCommands } from './key-commands.ts';
import { addProviderCommands } from './provider-commands.ts';
import { changedSignIn, describingSignIn, type SignInOptions } from './sign-in-options.ts';
import { addUserCommands } from './user-commands.ts';

const pathOf = async ({ references }: CommandContext, service: string) =>
  path`/manage/services/${await references.service(service)}`;

function printSignIn({ print }: CommandContext, service: unknown): void {
  const { signIn } = recordOf(service);
  if (signIn === undefined) print.remark('Nobody can sign in to it: gatehouse sign-in set switches that on.');
  else print.record(recordOf(signIn));
}

/** The commands of `gatehouse sign-in` that are about services. */
function addServiceCommands(group: Command, terminal: Terminal): void {
  acting(
    group.command('show <service>').description('show how people sign in to a service'),
    terminal,
    async (context, _options, service = '') =>
      printSignIn(context, (await context.api.call('GET', await pathOf(context, service))).body),
  );

  const set = group
    .command('set <service>')
    .description('let people sign in to a service, or change how; what is not named stays');
  acting<SignInOptions>(describingSignIn(set), terminal, async (context, options, service = '') => {
    const answer = await putChanges(context.api, await pathOf(context, service), (before) => ({
      signIn: changedSignIn(recordOf(before.signIn), options),
    }));
    printSignIn(context, answer.body);
  });

  acting(
    group.command('off <service>').description('let nobody sign in to a service any more'),
    terminal,
    async (context, _options, service = '') => {
      await putChanges(context.api, await pathOf(context, service), { signIn: '' });
      context.print.done('Nobody can sign in to it any more.');
    },
  );

  const secret = group
    .command('secret <service>')
    .description('make a new client secret and print it, once')
    .option(
      '--overlap <seconds>',
      'how long the replaced one still works (default a day; 0: not at all)',
      wholeNumber,
    );
  acting<{ overlap?: number }>(
    secret,
    terminal,
    async ({ api, print, ...rest }, { overlap }, service = '') => {
      const json = overlap === undefined ? {} : { overlapSeconds: overlap };
      const target = `${await pathOf({ api, print, ...rest }, service)}/client-secret`;
      print.record(recordOf((await api.call('POST', target, { json })).body));
      print.remark('Keep the client secret now: it is not shown again.');
    },
  );
}

/** `gatehouse sign-in`: how people sign in to services. */
export function signInCommand(terminal: Terminal): Command {
  const group = new Command('sign-in').description('sign-in: how people sign in to services, and who did');
  addServiceCommands(group, terminal);
  addUserCommands(group, terminal);
  addProviderCommands(group, terminal);
  addKeyCommands(group, terminal);
  return group;
}
