import type { Command } from 'commander';
import { createProgram } from '../program.ts';
import { run } from '../run.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { cliUnderTest, ORGANISATION, SERVICE, USER } from '../testing/cli-under-test.ts';

const { platform } = cliUnderTest();

/** Runs a command where somebody answers so. */
async function answering(answer: string | undefined, ...args: string[]) {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer;
  };
  const terminal = captureTerminal({ GATEHOUSE_URL: platform().url, OPERATOR_SECRET: 's' }, { ask });
  return { exitCode: await run(args, terminal), asked, ...terminal.written };
}

const DELETIONS = [
  ['service', 'delete', SERVICE],
  ['organisation', 'delete', ORGANISATION],
  ['role', 'delete', SERVICE, 'READER'],
  ['policy', 'delete', SERVICE, 'schools'],
  ['user', 'delete', USER],
  ['user', 'leave', USER, ORGANISATION],
  ['grant', 'delete', USER, ORGANISATION, SERVICE],
  ['invitation', 'revoke', USER],
];

describe.each(DELETIONS)('gatehouse %s %s', (...args) => {
  beforeEach(() => platform().answerAll({ status: 204 }));
  const received = () => platform().received.map(({ method }) => method);

  test('asks, naming what goes, and does it for a yes', async () => {
    const { exitCode, asked } = await answering('y', ...args);
    expect({ exitCode, received: received() }).toEqual({ exitCode: 0, received: ['DELETE'] });
    expect(asked).toEqual([expect.stringMatching(/\? \[y\/N\] $/)]);
    expect(asked[0]).toContain(args.at(-1));
  });

  test.each(['', 'n', 'yesterday', undefined])('does nothing for %j: 1', async (answer) => {
    const { exitCode, err } = await answering(answer, ...args);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: 'error: Nothing was done\n' });
    expect(received()).toEqual([]);
  });

  test('asks nobody with --yes', async () => {
    const { exitCode, asked } = await answering('n', ...args, '--yes');
    expect({ exitCode, asked, received: received() }).toEqual({
      exitCode: 0,
      asked: [],
      received: ['DELETE'],
    });
  });

  test('does nothing where nobody can be asked, nor for a program, without --yes: 2', async () => {
    const terminal = captureTerminal({ GATEHOUSE_URL: platform().url, OPERATOR_SECRET: 's' });
    expect(await run(args, terminal)).toBe(2);
    expect(terminal.written.err).toContain('--yes');
    const { exitCode, asked, err } = await answering('y', ...args, '--json');
    expect({ exitCode, asked, fault: JSON.parse(err).code }).toEqual({
      exitCode: 2,
      asked: [],
      fault: 'usage',
    });
    expect(received()).toEqual([]);
  });
});

test('every command that takes something away asks first', () => {
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const TAKES_AWAY = /^(delete|leave|revoke|discard)$/;
  const found = leaves(createProgram(captureTerminal())).filter((command) => TAKES_AWAY.test(command.name()));
  expect(found.length).toBeGreaterThanOrEqual(9);
  for (const command of found) expect(command.options.map(({ long }) => long)).toContain('--yes');
});
