import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';
import { bootOf, CHECKOUT, FREE_PORTS } from '../testing/program.ts';

const BOOT = bootOf('standalone');
const DEMO = join(CHECKOUT, 'apps/cli/src/demo/main.ts');
let directory: string;
let port: number;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-'));
  port = await freePort();
  env = {
    ...{ PATH: process.env.PATH, HOME: directory, DATA_DIR: join(directory, 'data'), DEMO_DATA: 'false' },
    ...{ ...FREE_PORTS, GATEWAY_PORT: String(port), RATE_LIMIT_PER_MINUTE: '0' },
  };
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, maxRetries: 3 });
});

const started: ChildProcess[] = [];
function run(command: string, args: string[], stdio: SpawnOptions['stdio']): ChildProcess {
  const child = spawn(command, args, { cwd: CHECKOUT, env, stdio });
  started.push(child);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: found } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return found;
}

const isReady = () =>
  eventually(
    async () => {
      const { status } = await fetch(`http://127.0.0.1:${port}/readyz`);
      if (status !== 200) throw new Error(`not ready: ${status}`);
    },
    { timeoutMs: 60_000 },
  );

/** Nobody listens at the platform's port: none is left behind. */
const isGone = () =>
  eventually(async () => {
    const answered = await fetch(`http://127.0.0.1:${port}/livez`).then(
      () => true,
      () => false,
    );
    if (answered) throw new Error('a platform still answers');
  });

test('npm start: SIGTERM to npm ends the platform in order', async () => {
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: CHECKOUT,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  npm.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  const closed = once(npm, 'close');
  await isReady();
  npm.kill('SIGTERM');
  // Closed once nobody writes to that pipe any longer: neither npm nor what it started.
  await closed;
  expect(log).toContain('"msg":"stopped"');
  await isGone();
});

test('standard output that nobody reads any longer ends nothing', async () => {
  const child = run(process.execPath, [BOOT], ['ignore', 'pipe', 'ignore']);
  child.stdout?.destroy();
  await isReady();
  // What it shows once it is ready comes then: it is still there afterwards.
  await isReady();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('standard error into a pipe that nobody empties: requests are answered, and it ends in order', async () => {
  const child = run(process.execPath, [BOOT], ['ignore', 'ignore', 'pipe']);
  await isReady();
  for (let requests = 0; requests < 2_000; requests += 20) {
    const answers = Array.from({ length: 20 }, () => fetch(`http://127.0.0.1:${port}/users`));
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(401);
  }
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  ['nobody reads what it shows', (demo: ChildProcess) => void demo.stdout?.destroy()],
  ['it is told to stop', (demo: ChildProcess) => void demo.kill('SIGTERM')],
])('the demo leaves no platform behind where %s', async (_case, end) => {
  const demo = run(process.execPath, [DEMO], ['ignore', 'pipe', 'ignore']);
  const ended = once(demo, 'exit');
  await isReady();
  end(demo);
  expect(await ended).toEqual([1, null]);
  await isGone();
});
