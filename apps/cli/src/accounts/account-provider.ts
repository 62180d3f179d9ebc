import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { recordOf, recordsOf } from '../api/answers.ts';
import { confirmed } from '../command/confirmation.ts';
import { wholeNumber } from '../command/option-values.ts';
import { acting, showing } from '../command/record-commands.ts';
import { Misused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';

const PATH = '/manage/account-provider';

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Misused([`--file: ${file} should be a file that holds the record as JSON`]);
  }
}

/** `gatehouse account-provider`: the identity provider that people sign in with at frontends. */
export function accountProviderCommand(terminal: Terminal): Command {
  const group = new Command('account-provider').description(
    'the provider that frontends sign people in with',
  );
  showing(group.command('show').description('show the provider in use'), terminal, () => PATH);
  const put = group.command('put').description('name another provider, or replace its record');
  put.requiredOption('--file <file>', 'a file with the record as JSON, its secret among it');
  acting<{ file: string }>(put, terminal, async ({ api, print }, { file }) => {
    const json = jsonIn(file);
    print.record(recordOf((await api.call('PUT', PATH, { json })).body));
  });
  const redirect = group
    .command('redirect <uri>')
    .description('say where people come back to from the platform’s own provider')
    .option('--post-logout <uri>', 'where they go when they have signed out');
  acting<{ postLogout?: string }>(redirect, terminal, async ({ api, print }, { postLogout }, uri = '') => {
    const json = { redirectUri: uri, postLogoutRedirectUri: postLogout };
    print.record(recordOf((await api.call('PUT', `${PATH}/redirect`, { json })).body));
  });
  const key = group
    .command('key')
    .description('make a new key for client assertions; it signs after the overlap')
    .option('--overlap <seconds>', 'how long the former one still signs (default a day)', wholeNumber);
  acting<{ overlap?: number }>(key, terminal, async ({ api, print }, { overlap }) => {
    const json = overlap === undefined ? {} : { overlapSeconds: overlap };
    const answer = recordOf((await api.call('POST', `${PATH}/key`, { json })).body);
    print.table(['kid', 'alg'], recordsOf(answer.keys), answer);
  });
  const remove = group.command('delete').description('go back to the platform’s own provider');
  acting(
    confirmed(remove, terminal, () => 'Go back to the platform’s own provider?'),
    terminal,
    async ({ api, print }) => {
      await api.call('DELETE', PATH);
      print.done('People sign in with the platform’s own provider.');
    },
  );
  return group;
}
