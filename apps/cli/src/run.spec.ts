import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import { run } from './run.ts';
import { captureTerminal } from './testing/captured-terminal.ts';

async function ran(args: readonly string[], env: Record<string, string> = {}) {
  const terminal = captureTerminal(env);
  const exitCode = await run(args, terminal);
  return { exitCode, ...terminal.written };
}

describe('usage', () => {
  const groups =
    'token service role policy organisation user grant invite invitation delivery announcement dead import status completion';

  test('--version prints the version of the release', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    expect(await ran(['--version'])).toEqual({ exitCode: 0, out: `${version}\n`, err: '' });
  });

  test('--help names every command and succeeds', async () => {
    const { exitCode, out, err } = await ran(['--help']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    for (const group of groups.split(' ')) expect(out).toMatch(new RegExp(`^  ${group}\\b`, 'm'));
  });

  test.each(groups.split(' '))('%s --help succeeds', async (group) => {
    const { exitCode, out } = await ran([group, '--help']);
    expect(exitCode).toBe(0);
    expect(out).toContain(`Usage: gatehouse ${group}`);
  });

  test.each([
    [[]],
    [['nonsense']],
    [['user']],
    [['user', 'nonsense']],
    [['user', 'list', '--nonsense']],
    [['user', 'list', '--page', 'one']],
    [['role', 'list']],
    [['role', 'set', 'a', 'B', '--status', 'perhaps']],
    [['invite', 'service', '--given-name', 'Ann']],
    [['import', 'file.csv', '--source', 'elsewhere']],
    [['import', 'file.csv']],
    [['service', 'create', '--param', 'pair']],
    [['organisation', 'find']],
    [['--url', 'nowhere', 'service', 'list']],
    [['token', 'client']],
    [['dead', 'list', '--data-dir', '/nowhere']],
    [['dead', 'replay', '--data-dir', '/nowhere', 'id', '--wait', 'long']],
  ])('%j is wrong usage: 2, and nothing on stdout', async (args) => {
    const { exitCode, out, err } = await ran(args, { OPERATOR_SECRET: 'secret' });
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).not.toBe('');
  });
});

describe('token', () => {
  const now = () => Math.floor(Date.now() / 1_000);

  test('signs for a client, an hour unless told otherwise', async () => {
    const { out } = await ran(['token', 'meals', '--secret', 'their secret']);
    const claims = jwt.verify(out.trim(), 'their secret', { algorithms: ['HS256'], issuer: 'meals' });
    expect(claims).toMatchObject({ aud: 'signin.education.gov.uk' });
    expect(Math.abs(Number((claims as jwt.JwtPayload).exp) - now() - 3_600)).toBeLessThan(60);
  });

  test('takes secret and audience from the environment', async () => {
    const { out } = await ran(['token', 'meals', '--json', '--expires-in', '5'], {
      API_SECRET: 'kept',
      AUDIENCE: 'us',
    });
    const { token } = JSON.parse(out);
    expect(jwt.verify(token, 'kept', { audience: 'us' })).toMatchObject({ iss: 'meals' });
  });

  test("the operator's own secret signs for the operator", async () => {
    const { out } = await ran(['token', 'operator'], { OPERATOR_SECRET: 'theirs' });
    expect(jwt.verify(out.trim(), 'theirs')).toMatchObject({ iss: 'operator' });
  });
});
