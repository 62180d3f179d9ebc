import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../run.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { cliUnderTest, SECRET } from '../testing/cli-under-test.ts';

const { directory, fileOf, gatehouse, platform } = cliUnderTest();

describe('import', () => {
  const CALL = 'POST /manage/organisations/import';
  const csv = `URN,Name\n${'100001,Hill School\n'.repeat(20_000)}`;
  const report = {
    read: 1,
    created: 1,
    updated: 0,
    unchanged: 0,
    missing: 0,
    rejected: [{ line: 2, reason: 'no' }],
  };
  const args = ['--source', 'gias-establishments'];

  test.each([
    ['plain', 'file.csv', csv],
    ['compressed', 'file.csv.gz', gzipSync(csv)],
  ])('a %s file is sent as text, then counted', async (_kind, name, content) => {
    platform().answer(CALL, { status: 200, body: report });
    const { exitCode, out, err } = await gatehouse('import', fileOf(name, content), ...args);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: 'error: 1 of 1 rows were rejected\n' });
    expect(out).toContain('line  reason\n2     no\n');
    const [received] = platform().received;
    expect(received?.text).toBe(csv);
    expect(received?.query).toEqual({ source: 'gias-establishments' });
    expect(received?.headers['content-type']).toBe('text/csv');
  });

  test('the register of schools is meant where no other is named', async () => {
    platform().answer(CALL, { status: 200, body: { ...report, rejected: [] } });
    expect((await gatehouse('import', fileOf('file.csv', csv))).exitCode).toBe(0);
    expect(platform().received[0]?.query).toEqual({ source: 'gias-establishments' });
  });

  test('somebody who looks sees a bar, on stderr', async () => {
    platform().answer(CALL, { status: 200, body: report });
    const terminal = captureTerminal({ GATEHOUSE_URL: platform().url, OPERATOR_SECRET: SECRET });
    const drawn: string[] = [];
    const err = Object.assign(terminal.err, { isTTY: true, write: (text: string) => drawn.push(text) });
    expect(await run(['import', fileOf('file.csv', csv), ...args], { ...terminal, err })).toBe(1);
    expect(drawn.join('')).toContain('100% of 0.4 MB');
    expect(terminal.written.out).not.toContain('%');
  });

  test('a charset is said', async () => {
    platform().answer(CALL, { status: 200, body: report });
    await gatehouse('import', fileOf('file.csv', csv), ...args, '--charset', 'utf-8');
    expect(platform().received[0]?.headers['content-type']).toBe('text/csv; charset=utf-8');
  });

  test('a file that is refused as a whole, while it is still being sent, is wrong usage: 2', async () => {
    platform().answer(CALL, { status: 400, body: { errors: ['The column URN is missing'] }, early: true });
    const path = fileOf('file.csv', csv.repeat(20));
    expect(await gatehouse('import', path, ...args)).toMatchObject({
      exitCode: 2,
      err: 'error: The column URN is missing\n',
    });
  });

  test('a damaged or missing file is wrong usage: 2', async () => {
    platform().answer(CALL, { status: 200, body: report });
    const whole = gzipSync(csv);
    const cut = await gatehouse('import', fileOf('cut.csv.gz', whole.subarray(0, whole.length / 2)), ...args);
    expect(cut.exitCode).toBe(2);
    expect(cut.err).toContain('cannot be read to its end');
    expect((await gatehouse('import', join(directory(), 'none.csv'), ...args)).exitCode).toBe(2);
    expect((await gatehouse('import', directory(), ...args)).exitCode).toBe(2);
  });
});
