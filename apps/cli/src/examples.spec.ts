import type { Command } from 'commander';
import { EXAMPLES } from './examples.ts';
import { createProgram } from './program.ts';
import { run } from './run.ts';
import { captureTerminal } from './testing/captured-terminal.ts';

function commandsOf(command: Command, path: readonly string[] = []): [string, Command][] {
  const nested = command.commands.flatMap((one) => commandsOf(one, [...path, one.name()]));
  return [[path.join(' '), command], ...nested];
}

/** The words of a line as a shell takes them apart. */
const wordsOf = (line: string) =>
  [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));

/** A program that takes its words apart and does nothing; gives which command was meant. */
function parser(): { program: Command; meant: () => Command | undefined } {
  const program = createProgram(captureTerminal());
  let meant: Command | undefined;
  for (const [, command] of commandsOf(program)) {
    if (command.commands.length > 0) continue;
    command.action((...given: unknown[]) => {
      meant = given.at(-1) as Command;
    });
  }
  return { program, meant: () => meant };
}

const COMMANDS = commandsOf(createProgram(captureTerminal()));

test.each(COMMANDS.map(([path]) => path))('gatehouse %s --help has an example', async (path) => {
  const terminal = captureTerminal();
  expect(await run([...path.split(' ').filter((word) => word !== ''), '--help'], terminal)).toBe(0);
  const [example = 'none'] = EXAMPLES[path] ?? [];
  expect(terminal.written.out).toContain(`Examples:\n  gatehouse ${example}\n`);
});

test.each(
  Object.entries(EXAMPLES).flatMap(([path, examples]) => examples.map((line) => [path, line] as const)),
)('the example of gatehouse %s can be typed: %s', async (path, line) => {
  const { program, meant } = parser();
  await program.parseAsync(
    wordsOf(line).concat(/ (delete|leave|revoke|discard) /.test(line) ? '--yes' : []),
    {
      from: 'user',
    },
  );
  const names: string[] = [];
  for (let at = meant(); at !== undefined && at !== program; at = at.parent ?? undefined)
    names.unshift(at.name());
  expect(`${names.join(' ')} `).toMatch(new RegExp(`^${path}${path === '' ? '' : ' '}`));
});

test('no example is of a command that there is not', () => {
  expect(Object.keys(EXAMPLES).filter((path) => COMMANDS.every(([known]) => known !== path))).toEqual([]);
});
