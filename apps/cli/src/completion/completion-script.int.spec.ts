import { execFileSync } from 'node:child_process';
import { createProgram } from '../program.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { completionScript, SHELLS } from './completion-script.ts';

const program = createProgram(captureTerminal());

/** What bash offers for the last of some words. */
function offered(...words: string[]): string[] {
  const script = `${completionScript(program, 'bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gatehouse; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync('bash', ['-c', script, 'bash', 'gatehouse', ...words], { encoding: 'utf8' });
  return text.split('\n').filter((word) => word !== '');
}

test.each([
  [['ser'], ['service']],
  [['service', 'ro'], ['rotate']],
  [['--url', 'http://localhost', 'service', 'ro'], ['rotate']],
  [
    ['role', 'list', 'role', '--pag'],
    ['--page', '--page-size'],
  ],
  [
    ['invitation', 'list', '--status', ''],
    ['open', 'accepted', 'expired', 'revoked', 'declined'],
  ],
  [['completion', 'f'], ['fish']],
  [['user', 'find', '--name', 'user', 'l'], []],
])('bash: gatehouse %j', (words, expected) => {
  expect(offered(...words).filter((word) => expected.length > 0 || !word.startsWith('-'))).toEqual(expected);
});

test('bash offers every command where it may stand', () => {
  expect(offered('')).toEqual(expect.arrayContaining(program.commands.map((command) => command.name())));
  for (const group of program.commands) {
    const nested = group.commands.map((command) => command.name());
    expect(offered(group.name(), '')).toEqual(expect.arrayContaining(nested));
  }
});

test.each(SHELLS)('%s knows every command and every option', (shell) => {
  const script = completionScript(program, shell);
  for (const group of program.commands) {
    for (const command of [group, ...group.commands]) {
      expect(script).toContain(command.name());
      for (const { long } of command.options) expect(script).toContain(long?.slice(2));
    }
  }
});
