import type { Command } from 'commander';
import { type JsonRecord, recordOf } from '../api/answers.ts';
import { type Changes, putChanges, REPLACE_OPTION } from '../api/put-changes.ts';
import type { Terminal } from '../printing/terminal.ts';
import { type CommandContext, withContext } from './command-context.ts';
import { confirmed } from './confirmation.ts';
import { type Listing, type PageOptions, printList } from './listing.ts';

/** The path in the API of the record that a command's arguments name. */
type PathOf = (context: CommandContext, ...args: string[]) => Promise<string> | string;
type Print = (context: CommandContext, record: JsonRecord) => void;

const printRecord: Print = ({ print }, record) => print.record(record);

/** Has a command do its work as the operator, with the options and arguments that were typed. */
export function acting<O = object>(
  command: Command,
  terminal: Terminal,
  work: (context: CommandContext, options: O, ...args: string[]) => Promise<void>,
): Command {
  return command.action((...given: unknown[]) => {
    const args = given.slice(0, -2) as string[];
    const [options, typed] = given.slice(-2) as [O, Command];
    return withContext(typed, terminal, (context) => work(context, options, ...args));
  });
}

/** Has a `paged` command print a page of a list, or with `--all` all of it. */
export function listing<O extends PageOptions>(
  command: Command,
  terminal: Terminal,
  listingOf: (
    context: CommandContext,
    options: Omit<O, keyof PageOptions>,
    ...args: string[]
  ) => Listing | Promise<Listing>,
): Command {
  return acting<O>(command, terminal, async (context, { page, pageSize, all, ...options }, ...args) =>
    printList(context, await listingOf(context, options, ...args), { page, pageSize, all }),
  );
}

/** Has a command print a record. */
export function showing(command: Command, terminal: Terminal, pathOf: PathOf, print = printRecord): Command {
  return acting(command, terminal, async (context, _options, ...args) =>
    print(context, recordOf((await context.api.call('GET', await pathOf(context, ...args))).body)),
  );
}

/** Has a command make a record or change it, by what its options name, and print it. `shown`: see `putChanges`. */
export function setting<O extends object>(
  command: Command,
  terminal: Terminal,
  {
    pathOf,
    changesOf,
    shown,
    print = printRecord,
  }: {
    pathOf: PathOf;
    changesOf: (
      options: O,
      context: CommandContext,
    ) => Parameters<typeof putChanges>[2] | Promise<(before: JsonRecord) => Changes>;
    shown?: readonly string[];
    print?: Print;
  },
): Command {
  return acting<O & { replace?: boolean }>(
    command.option(...REPLACE_OPTION),
    terminal,
    async (context, { replace, ...options }, ...args) => {
      const target = await pathOf(context, ...args);
      const changes = await changesOf(options as unknown as O, context);
      const answer = await putChanges(context.api, target, changes, { replace, ...(shown && { shown }) });
      print(context, recordOf(answer.body));
    },
  );
}

/** Has a command delete a record, once somebody has confirmed `question`, and say so: `done` gets the record's id. */
export function deleting(
  command: Command,
  terminal: Terminal,
  {
    pathOf,
    question,
    done,
  }: {
    pathOf: PathOf;
    question: (...args: string[]) => string;
    done: (id: string, ...args: string[]) => string;
  },
): Command {
  return acting(confirmed(command, terminal, question), terminal, async (context, _options, ...args) => {
    const target = await pathOf(context, ...args);
    await context.api.call('DELETE', target);
    context.print.done(done(decodeURIComponent(target.slice(target.lastIndexOf('/') + 1)), ...args));
  });
}
