import { Command } from 'commander';
import { recordOf, textOf } from '../api/answers.ts';
import { path } from '../api/operator-api.ts';
import type { CommandContext } from '../command/command-context.ts';
import { acting } from '../command/record-commands.ts';
import { Misused, Refused } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { followRebuild } from './follow-rebuild.ts';
import { readModelsOf } from './read-models.ts';

const COLUMNS = ['name', 'generation', 'status', 'handled', 'total', 'deadLetters'];

interface RebuildOptions {
  list?: boolean;
  giveUp?: boolean;
  wait: boolean;
}

async function list(context: CommandContext): Promise<void> {
  const readModels = await readModelsOf(context);
  const rows = readModels.map(({ rebuilding, ...readModel }) => ({ ...readModel, ...recordOf(rebuilding) }));
  context.print.table(COLUMNS, rows, { readModels });
}

/** Adds what can be done to a refusal: the read models that exist, or how to follow a rebuild. */
async function explained(context: CommandContext, error: unknown, name: string): Promise<unknown> {
  if (!(error instanceof Refused)) return error;
  if (error.status === 409) {
    return new Refused([...error.lines, 'gatehouse rebuild --list shows how far it is.'], 409);
  }
  if (error.status !== 404) return error;
  const names = (await readModelsOf(context)).map((readModel) => textOf(readModel, 'name'));
  return new Refused([`There is no read model ${name}. There are: ${names.join(', ')}`], 404);
}

async function rebuild(context: CommandContext, name: string, wait: boolean): Promise<void> {
  const { api, print } = context;
  const target = path`/manage/read-models/${name}`;
  const begun = await api
    .call('POST', `${target}/rebuild`)
    .catch(async (error) => Promise.reject(await explained(context, error, name)));
  const state = recordOf(begun.body);
  print.record(wait ? await followRebuild(context, target, state) : state);
}

async function giveUp({ api, print }: CommandContext, name: string): Promise<void> {
  await api.call('DELETE', path`/manage/read-models/${name}/rebuild`);
  print.done(`Given up: ${name} stays as it was`);
}

/** `gatehouse rebuild`: rebuilds read models from the event log. */
export function rebuildCommand(terminal: Terminal): Command {
  const command = new Command('rebuild')
    .description('rebuild a read model from the event log; the active generation is read meanwhile')
    .argument(
      '[name]',
      'which one: people, lists, invitations-projections, signin-projections, accounts-projections, notifier-recipients',
    )
    .option('--list', 'show the read models, and how far a rebuild is')
    .option('--give-up', 'give up its rebuild, before the new one is read')
    .option('--no-wait', 'begin, and do not wait until the new one is read');
  return acting<RebuildOptions>(command, terminal, (context, options, name) => {
    if (options.list === true) return list(context);
    if (name === undefined) throw new Misused(['Name a read model, or say --list']);
    return options.giveUp === true ? giveUp(context, name) : rebuild(context, name, options.wait);
  });
}
