import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const LINES = 20_000;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const metricsFile = () => join(directory, 'metrics');

/** A process that logs more than is kept for a reader, leaves its metrics in a file, and ends as `end` says. */
function programThatLogs(end: string, lines = LINES): string {
  return `
    import { writeFileSync } from 'node:fs';
    import { createLogger, createMetrics } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    const log = createLogger({ name: 'spec' });
    for (let line = 0; line < ${lines}; line++) log.info({ line }, 'a line of some length, so that they are soon enough');
    writeFileSync(${JSON.stringify(metricsFile())}, await createMetrics('spec', { processMetrics: true }).text());
    log.info('the last');
    ${end}`;
}

function start(program: string, stdout: 'pipe' | number): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', stdout, 'pipe'],
  });
}

const droppedOf = (metrics: string) =>
  Number(/gatehouse_output_dropped_total\{[^}]*stream="stdout"[^}]*\} (\d+)/.exec(metrics)?.[1]);

async function endOf(child: ChildProcess): Promise<{ code: unknown; dropped: number }> {
  const [code] = await once(child, 'exit');
  return { code, dropped: droppedOf(readFileSync(metricsFile(), 'utf8')) };
}

test('a reader that is stopped blocks nothing: beyond a bound lines are dropped and counted', async () => {
  const child = start(programThatLogs('process.exit(0)'), 'pipe');
  const { code, dropped } = await endOf(child);
  expect(code).toBe(0);
  expect(dropped).toBeGreaterThan(LINES / 2);
  expect(dropped).toBeLessThan(LINES);
});

test('a reader that is gone ends nothing', async () => {
  const child = start(programThatLogs('process.exit(0)'), 'pipe');
  child.stdout?.destroy();
  const { code, dropped } = await endOf(child);
  expect(code).toBe(0);
  expect(dropped).toBeGreaterThan(0);
});

const onFullDisk = existsSync('/dev/full') ? test : test.skip;
onFullDisk('a disk without room ends nothing', async () => {
  const full = openSync('/dev/full', 'w');
  const child = start(programThatLogs('process.exit(0)'), full);
  closeSync(full);
  const { code, dropped } = await endOf(child);
  expect(code).toBe(0);
  expect(dropped).toBeGreaterThan(LINES / 2);
});

// `script` gives it a terminal, and reads that no further once nobody reads what it writes itself.
const inTerminal = existsSync('/usr/bin/script') && process.platform === 'linux' ? test : test.skip;
inTerminal('a terminal that is stopped blocks nothing', async () => {
  const command = `exec ${process.execPath} --input-type=module -e '${programThatLogs('process.exit(0)').replaceAll("'", '"')}'`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const { dropped } = await new Promise<{ dropped: number }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`script ended with ${code}`)));
    const look = setInterval(() => {
      const metrics = existsSync(metricsFile()) ? readFileSync(metricsFile(), 'utf8') : '';
      if (!Number.isFinite(droppedOf(metrics))) return;
      clearInterval(look);
      resolve({ dropped: droppedOf(metrics) });
    }, 50);
  });
  child.removeAllListeners('exit');
  expect(dropped).toBeGreaterThan(0);
  child.stdout.resume();
  expect((await once(child, 'exit'))[0]).toBe(0);
});

test.each([
  ['an end', 'process.exit(0)'],
  ['a crash', 'setImmediate(() => { throw new Error("on purpose") })'],
])('%s writes what was logged just before', async (_case, end) => {
  const child = start(programThatLogs(end, 10), 'pipe');
  child.stderr?.resume();
  const written = await text(child.stdout as NodeJS.ReadableStream);
  expect(written.split('\n')).toHaveLength(12);
  expect(written).toContain('"msg":"the last"');
});

test('a reader that keeps up gets every line', async () => {
  const child = start(`${programThatLogs('process.exit(0)', 2_000)}`, 'pipe');
  const written = await text(child.stdout as NodeJS.ReadableStream);
  expect(written.split('\n')).toHaveLength(2_002);
});
