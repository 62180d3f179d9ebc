import type { Command } from 'commander';
import { recordOf, recordsOf } from '../api/answers.ts';
import type { CommandContext } from '../command/command-context.ts';
import { confirmed } from '../command/confirmation.ts';
import { acting } from '../command/record-commands.ts';
import type { Terminal } from '../printing/terminal.ts';

const PATH = '/manage/signing-keys';

function printKeys({ print }: CommandContext, body: unknown): void {
  const answer = recordOf(body);
  print.table(['kid', 'state', 'since'], recordsOf(answer.signingKeys), answer);
}

/** `gatehouse sign-in key`: the keys that sign what services are told of people. */
export function addKeyCommands(group: Command, terminal: Terminal): void {
  const key = group.command('key').description('signing keys: what signs ID tokens and logout tokens');

  acting(key.command('list').description('list the signing keys'), terminal, async (context) =>
    printKeys(context, (await context.api.call('GET', PATH)).body),
  );

  acting(
    key
      .command('rotate')
      .description('sign with the next key from now on; nobody has to sign in again for it'),
    terminal,
    async (context) => printKeys(context, (await context.api.call('POST', PATH, { json: {} })).body),
  );

  const compromised = key
    .command('compromised <kid>')
    .description('take a key away that somebody else may have; sessions that it signed for end');
  acting(
    confirmed(compromised, terminal, (kid) => `Take ${kid} away and end all sessions that it signed for?`),
    terminal,
    async (context, _options, kid = '') =>
      printKeys(context, (await context.api.call('POST', PATH, { json: { compromised: kid } })).body),
  );
}
