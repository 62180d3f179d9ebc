import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../examples/subscriber/src/main.ts');

describe('the example subscriber, beside a platform', () => {
  let platform: PlatformProcess;
  let scene: Scene;
  let folder: string;
  let example: ChildProcess | undefined;
  let said: string;

  beforeAll(async () => {
    platform = await platformProcess();
    scene = await makeScene(platform.url, platform.operator);
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-example-'));
  });
  afterAll(async () => {
    await platform.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    await stop();
  });

  function start(): void {
    said = '';
    example = spawn(process.execPath, [EXAMPLE], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, DATA_DIR: platform.dataDir, NOTEBOOK: join(folder, 'notebook.sqlite') },
    });
    example.stdout?.on('data', (chunk) => {
      said += chunk;
    });
  }

  async function stop(): Promise<number | null> {
    const child = example;
    example = undefined;
    if (child === undefined) return null;
    child.kill('SIGTERM');
    await once(child, 'exit');
    return child.exitCode;
  }

  test('says who got access to what, who lost it, and after a restart nothing again', async () => {
    const { operator } = platform;
    const userId = await makeUser(operator, 'ann.lee@school.example');
    const membership = `/manage/users/${userId}/organisations/${scene.organisationId}`;
    const grant = `${membership}/services/${scene.serviceId}`;
    await operator.put(membership, { roleId: 0 });
    expect((await operator.put(grant, { roles: ['READER'] })).status).toBe(201);
    start();
    await eventually(() =>
      expect(said).toBe('Ann Lee has access to School Meals for Hill School as READER\n'),
    );
    expect(await stop()).toBe(0);
    await operator.delete(grant);
    start();
    await eventually(() =>
      expect(said).toBe('Ann Lee has no longer access to School Meals for Hill School\n'),
    );
    expect(await stop()).toBe(0);
  });
});
