import {
  type FoundDeadLetter,
  isUnpublished,
  type OpenDeadLetter,
  type ReplayOutcome,
} from '@gatehouse/event-log';
import { Command } from 'commander';
import type { JsonRecord } from '../api/answers.ts';
import { confirmed } from '../command/confirmation.ts';
import { collect, wholeNumber } from '../command/option-values.ts';
import { Misused, notFound } from '../failures.ts';
import type { Terminal } from '../printing/terminal.ts';
import { type DeadLetterContext, withDeadLetters } from './dead-letter-context.ts';

const COLUMNS = ['id', 'group', 'topic', 'key', 'at', 'reason', 'replayRequestedAt'];
const WAIT_SECONDS = 15;

interface Chosen {
  all?: boolean;
  group?: string;
}

const memberOf = ({ deadLetter, replayRequestedAt }: FoundDeadLetter): JsonRecord => ({
  ...deadLetter,
  ...(replayRequestedAt !== undefined && { replayRequestedAt }),
});

/** The dead letters that ids name, or with `--all` every open one (of a group). */
async function chosen(
  { admin }: DeadLetterContext,
  ids: readonly string[],
  { all, group }: Chosen,
): Promise<OpenDeadLetter[]> {
  if (ids.length > 0 === (all === true)) throw new Misused(['Name the letters by their ids, or say --all']);
  const open = (await admin.list()).map(({ deadLetter }) => deadLetter);
  if (all === true) return open.filter((letter) => group === undefined || letter.group === group);
  const unknown = ids.filter((id) => open.every((letter) => letter.id !== id));
  if (unknown.length > 0) throw notFound(...unknown.map((id) => `There is no open dead letter ${id}`));
  return open.filter(({ id }) => ids.includes(id));
}

const NEVER_PUBLISHED = 'its topic took no record as large: the next change of the entity is published';

function described({ id, group }: OpenDeadLetter, outcome: ReplayOutcome): JsonRecord {
  if (isUnpublished({ group })) return { id, outcome: 'not tried', reason: NEVER_PUBLISHED };
  switch (outcome.status) {
    case 'handled':
      return { id, outcome: 'handled' };
    case 'died':
      return { id, outcome: 'died again', reason: outcome.deadLetter.reason };
    case 'waiting':
      return { id, outcome: 'waiting', reason: `${group} has not come to it: is it running?` };
  }
}

async function replay(context: DeadLetterContext, letters: readonly OpenDeadLetter[], waitSeconds: number) {
  const { admin, print } = context;
  const published = letters.filter((letter) => !isUnpublished(letter));
  await admin.replay(published);
  const outcomes = await admin.outcomes(published, waitSeconds * 1_000);
  const rows = letters.map((letter) => described(letter, outcomes.get(letter.id) ?? { status: 'waiting' }));
  print.table(['id', 'outcome', 'reason'], rows, { deadLetters: rows });
}

/** `gatehouse dead`: records that could not be processed. */
export function deadCommand(terminal: Terminal): Command {
  const group = new Command('dead')
    .description('dead letters: records that a consumer could not process (on the event log itself)')
    .option('--events-url <address>', 'the event log (EVENTS_URL; the embedded one in the data directory)')
    .option('--topic <name>', "a topic other than the platform's, repeatable", collect);

  group
    .command('list')
    .description('list the open ones, the oldest first')
    .option('--group <group>', 'those of a group of consumers')
    .action(({ group: wanted }: Chosen, command: Command) =>
      withDeadLetters(command, terminal, async ({ admin, print }) => {
        const found = (await admin.list()).filter(
          ({ deadLetter }) => wanted === undefined || deadLetter.group === wanted,
        );
        const rows = found.map(memberOf);
        print.table(COLUMNS, rows, { deadLetters: rows });
      }),
    );

  group
    .command('show <id>')
    .description('show one with its whole record, which may hold personal data')
    .action((id: string, _options: unknown, command: Command) =>
      withDeadLetters(command, terminal, async ({ admin, print }) => {
        const found = await admin.show(id);
        if (found === undefined) throw notFound(`There is no open dead letter ${id}`);
        print.record(memberOf(found));
      }),
    );

  group
    .command('replay [ids...]')
    .description('have its consumers process the record again; it is not published again')
    .option('--all', 'every open one')
    .option('--group <group>', 'with --all: those of a group of consumers')
    .option(
      '--wait <seconds>',
      `how long to wait for what becomes of them (${WAIT_SECONDS})`,
      wholeNumber,
      WAIT_SECONDS,
    )
    .action((ids: string[], options: Chosen & { wait: number }, command: Command) =>
      withDeadLetters(command, terminal, async (context) =>
        replay(context, await chosen(context, ids, options), options.wait),
      ),
    );

  const discard = group
    .command('discard [ids...]')
    .description('close it: what the record says is given up for its group');
  confirmed(
    discard,
    terminal,
    (...ids) => `Give up ${ids.length > 0 ? ids.join(', ') : 'every open dead letter'}?`,
  )
    .option('--all', 'every open one')
    .option('--group <group>', 'with --all: those of a group of consumers')
    .action((ids: string[], options: Chosen, command: Command) =>
      withDeadLetters(command, terminal, async (context) => {
        const letters = await chosen(context, ids, options);
        await context.admin.discard(letters);
        context.print.done(`Discarded: ${letters.length}`);
      }),
    );

  return group;
}
