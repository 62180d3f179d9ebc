import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from './program.ts';
import { run } from './run.ts';
import { captureTerminal } from './testing/captured-terminal.ts';
import { cliUnderTest, PAGE, SERVICE, USER } from './testing/cli-under-test.ts';

const { gatehouse, platform, directory } = cliUnderTest();

/** What `--json` writes on standard error: one object and nothing else. */
async function faultOf(...args: string[]) {
  const { exitCode, out, err } = await gatehouse(...args, '--json');
  return { exitCode, out, fault: JSON.parse(err) };
}

function leavesOf(command: Command, names: readonly string[] = []): { names: string[]; command: Command }[] {
  if (command.commands.length === 0) return [{ names: [...names], command }];
  return command.commands.flatMap((nested) => leavesOf(nested, [...names, nested.name()]));
}

const LEAVES = leavesOf(createProgram(captureTerminal()));

describe('a fault is one JSON object on standard error with --json, of every command', () => {
  test.each(LEAVES.map(({ names, command }) => [names.join(' '), command] as const))(
    'gatehouse %s',
    async (name, command) => {
      const values = command.registeredArguments.filter(({ required }) => required).map(() => USER);
      const options = command.options
        .filter(({ mandatory }) => mandatory)
        .flatMap(({ long, argChoices = ['x'] }) => [long ?? '', argChoices[0] ?? '']);
      // With nothing that could be done: no such thing, no such file, no such directory, no such option.
      const terminal = captureTerminal({
        GATEHOUSE_URL: platform().url,
        OPERATOR_SECRET: 's',
        DATA_DIR: '/nowhere',
      });
      const exitCode = await run(
        [...name.split(' '), ...values, ...options, '--nonsense', '--json'],
        terminal,
      );
      expect(exitCode).toBe(2);
      expect(terminal.written.out).toBe('');
      expect(JSON.parse(terminal.written.err)).toEqual({
        code: 'usage',
        message: expect.stringMatching(/^unknown option '--nonsense'/),
      });
    },
  );

  test('the platform refuses: its code, all faults and the correlation id', async () => {
    platform().answer('POST /manage/users', {
      status: 400,
      body: {
        code: 'invalid-request',
        detail: 'The request has faults',
        errors: ['email: is missing', 'given_name: is missing'],
        correlationId: 'c-1',
      },
    });
    expect(await faultOf('user', 'create', '--family-name', 'Lee')).toEqual({
      exitCode: 1,
      out: '',
      fault: {
        code: 'invalid-request',
        message: 'The request has faults',
        errors: ['--email: is missing', '--given-name: is missing'],
        correlationId: 'c-1',
      },
    });
  });

  test('something in between answers: its status is the code, the header has the correlation id', async () => {
    platform().answer(`GET /manage/users/${USER}`, { status: 502, headers: { 'x-correlation-id': 'c-2' } });
    expect(await faultOf('user', 'show', USER)).toMatchObject({
      exitCode: 1,
      fault: { code: 'http-502', correlationId: 'c-2' },
    });
  });

  test('nobody there, nothing by that name, no secret, no command', async () => {
    platform().answer('GET /manage/users', { status: 200, body: { users: [], ...PAGE } });
    expect(await faultOf('user', 'show', 'ann@school.example')).toMatchObject({
      exitCode: 1,
      fault: { code: 'not-found', message: 'There is no user with that email address' },
    });
    const terminal = captureTerminal({ DATA_DIR: directory() });
    expect(await run(['user', 'list', '--json'], terminal)).toBe(2);
    expect(JSON.parse(terminal.written.err)).toMatchObject({ code: 'usage' });
    expect(await faultOf('user')).toMatchObject({ exitCode: 2, fault: { code: 'usage' } });
    await platform().close();
    expect(await faultOf('user', 'list')).toMatchObject({ exitCode: 3, fault: { code: 'unreachable' } });
  });

  test('a remark made before the fault does not stand in its way', async () => {
    platform().answerAll({ status: 503, body: { code: 'unavailable', detail: 'Not now' } });
    const people = join(directory(), 'people.csv');
    writeFileSync(people, 'email,given_name,family_name,shoe\na@b.example,A,B,9\n');
    expect(await faultOf('import', 'users', people)).toMatchObject({
      exitCode: 1,
      fault: { code: 'unavailable' },
    });
  });
});

describe('people read what was refused, in the words of the command', () => {
  const refuse = (call: string, status: number, body: unknown) => platform().answer(call, { status, body });

  test('a refusal cannot be taken for what was done', async () => {
    refuse(`DELETE /manage/invitations/${USER}`, 409, { detail: 'The invitation is accepted already' });
    const { exitCode, out, err } = await gatehouse('invitation', 'revoke', USER, '--yes');
    expect({ exitCode, out, err }).toEqual({
      exitCode: 1,
      out: '',
      err: 'error: The invitation is accepted already\n',
    });
  });

  test.each([
    [['service', 'set', SERVICE], 'redirectUris[1]: should be a URL', '--redirect-uri[1]: should be a URL'],
    [['service', 'set', SERVICE], 'params.a: is too long', '--param a: is too long'],
    [['service', 'set', SERVICE], 'clientId: is taken', '--client-id: is taken'],
    [['service', 'rotate', SERVICE], 'overlapSeconds: should be less', '--overlap: should be less'],
    [
      ['user', 'list'],
      '0 is not a valid value for page. Expected a number',
      '0 is not a valid value for --page. Expected a number',
    ],
    [['user', 'join', USER, SERVICE], 'roleId: should be 0 or 10000', '--role: should be 0 or 10000'],
    [['organisation', 'set', SERVICE], 'postcode: is not known here', '--member postcode: is not known here'],
    [['organisation', 'set', SERVICE], 'closedOn: should be a date', '--closed-on: should be a date'],
    [['grant', 'set', USER, USER, USER], 'identifiers[0].key: is missing', '--identifier[0] key: is missing'],
    [['policy', 'set', SERVICE, 'p'], 'conditions[0].field: is wrong', '--condition[0] field: is wrong'],
    [
      ['invite', SERVICE, '--email', 'a', '--given-name', 'b', '--family-name', 'c'],
      'Missing given_name',
      'Missing --given-name',
    ],
    [
      ['invite', SERVICE, '--email', 'a', '--given-name', 'b', '--family-name', 'c'],
      'inviteBodyOverride is longer',
      '--body is longer',
    ],
    [['user', 'create'], 'The platform is moving', 'The platform is moving'],
  ])('%j: %s', async (args, said, read) => {
    platform().answerAll({ status: 400, body: { detail: said, errors: [said] } });
    expect((await gatehouse(...args)).err).toBe(`error: ${read}\n`);
    platform().answerAll({ status: 409, body: { detail: said } });
    expect((await gatehouse(...args)).err).toBe(`error: ${read}\n`);
  });
});
