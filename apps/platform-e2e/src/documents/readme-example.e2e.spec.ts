import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { CHECKOUT } from '../testing/program.ts';
import { makeScene, makeUser } from '../testing/scene.ts';

let platform: PlatformProcess;
let folder: string;
let program: ChildProcess | undefined;

beforeAll(async () => {
  platform = await platformProcess();
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-readme-'));
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(async () => {
  program?.kill('SIGKILL');
  await platform?.kill();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

test('the TypeScript of the README invites, takes the callback and reads back', async () => {
  const [, example = ''] =
    /```ts\n([\s\S]*?)```/.exec(readFileSync(join(CHECKOUT, 'README.md'), 'utf8')) ?? [];
  const { clientId, apiSecret } = await makeScene(platform.url, platform.operator);
  const email = /email: '(\S+)'/.exec(example)?.[1] ?? '';
  const userId = await makeUser(platform.operator, email);
  const file = join(folder, 'program.ts');
  const here = example
    .replaceAll('3000', String(await freePort()))
    .replace('http://localhost:43890', platform.url)
    .replace('demo-service', clientId);
  writeFileSync(file, here);
  const running = spawn(process.execPath, [file], { env: { ...process.env, API_SECRET: apiSecret } });
  program = running;
  const written: string[] = [];
  running.stdout.on('data', (chunk) => written.push(String(chunk)));
  running.stderr.on('data', (chunk) => written.push(String(chunk)));
  await eventually(() => {
    expect(written.join('')).toContain(userId);
    expect(written.join('')).toContain(`email: '${email}'`);
  });
});
