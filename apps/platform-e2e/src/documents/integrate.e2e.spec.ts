import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdFreePort } from '@gatehouse/standalone/free-port';
import { eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { CHECKOUT } from '../testing/program.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

const SAMPLES = join(CHECKOUT, 'examples/integrate');
const built = mkdtempSync(join(tmpdir(), 'gatehouse-samples-'));

interface Language {
  file: string;
  run: string[];
  /** What must run once before. */
  build?: string[];
}

const node = process.execPath;
const csharp = join(built, 'gatehouse.exe');
const LANGUAGES: Record<string, Language> = {
  Python: { file: 'python/gatehouse.py', run: ['python3', 'python/gatehouse.py'] },
  Node: { file: 'node/gatehouse.mjs', run: [node, 'node/gatehouse.mjs'] },
  Java: { file: 'java/Gatehouse.java', run: ['java', 'java/Gatehouse.java'] },
  PHP: { file: 'php/gatehouse.php', run: ['php', 'php/gatehouse.php'] },
  Ruby: { file: 'ruby/gatehouse.rb', run: ['ruby', 'ruby/gatehouse.rb'] },
  Go: { file: 'go/gatehouse.go', run: ['go', 'run', 'go/gatehouse.go'] },
  'C#': {
    file: 'csharp/Gatehouse.cs',
    run: ['mono', csharp],
    build: ['mcs', '-r:System.Net.Http.dll', `-out:${csharp}`, 'csharp/Gatehouse.cs'],
  },
};

let platform: PlatformProcess;
let scene: Scene;
beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeScene(platform.url, platform.operator);
});
afterAll(async () => {
  await platform?.kill();
  rmSync(built, { recursive: true, force: true });
});

const environment = () => ({
  ...process.env,
  GATEHOUSE_URL: platform.url,
  CLIENT_ID: scene.clientId,
  API_SECRET: scene.apiSecret,
});

/** Runs a sample to its end. Gives what it printed. */
function ran(command: readonly string[], ...more: string[]): Promise<string> {
  const [program = '', ...rest] = [...command, ...more];
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { cwd: SAMPLES, env: environment() });
    const written: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => written.push(String(chunk)));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(written.join('').trim());
      else reject(new Error(`${program} ended with ${code}: ${written.join('')}`));
    });
  });
}

/** Starts a sample's receiver on a free port, and waits until it answers. */
async function listening({ run }: Language) {
  const { port, release } = await holdFreePort('127.0.0.1');
  await release();
  const [program = '', ...rest] = [...run, 'listen', String(port)];
  const child = spawn(program, rest, { cwd: SAMPLES, env: environment(), detached: true });
  const written: string[] = [];
  child.stdout.on('data', (chunk) => written.push(String(chunk)));
  child.stderr.on('data', () => {});
  const url = `http://127.0.0.1:${port}/callback`;
  const welcome = await eventually(async () => (await fetch(url)).text(), { timeoutMs: 60_000 });
  expect(welcome).toBe('Welcome\n');
  return { url, child, output: () => written.join('') };
}

/** Ends a receiver and what it has started. */
function end({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

for (const [name, language] of Object.entries(LANGUAGES)) {
  const commands = [language.run[0], language.build?.[0]].filter((command) => command !== undefined);
  const missing = commands.find((command) => spawnSync(command, ['--version']).error !== undefined);
  const on = missing === undefined ? describe : describe.skip;

  on(`the sample in ${name}${missing === undefined ? '' : ` (no ${missing} on this machine)`}`, () => {
    beforeAll(async () => {
      if (language.build !== undefined) await ran(language.build);
    });

    test('makes a token that the gateway takes', async () => {
      const token = await ran(language.run, 'token');
      const roles = await fetch(`${platform.url}/services/${scene.clientId}/roles`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(roles.status).toBe(200);
    });

    test('invites, takes the callback, and refuses one that is not from the platform', async () => {
      const receiver = await listening(language);
      try {
        const email = `${name.replace('#', 'sharp').toLowerCase()}@school.example`;
        const sub = await makeUser(platform.operator, email);
        expect(await ran(language.run, 'invite', email, receiver.url)).toMatch(
          /"invitationId": ?"[0-9A-F-]{36}"/,
        );
        await eventually(() => expect(receiver.output()).toContain(sub), { timeoutMs: 60_000 });
        const forged = await fetch(receiver.url, {
          method: 'POST',
          headers: {
            'webhook-id': 'forged',
            'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
            'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
          },
          body: JSON.stringify({ sub, sourceId: 'forged' }),
        });
        expect(forged.status).toBe(401);
        expect(receiver.output()).not.toContain('forged');
      } finally {
        end(receiver.child);
      }
    });
  });
}

test('the sample in Python follows changes by cursor', async () => {
  const userId = await makeUser(platform.operator, 'changes@school.example');
  const membership = `/manage/users/${userId}/organisations/${scene.organisationId}`;
  expect((await platform.operator.put(membership, { roleId: 0 })).status).toBe(201);
  expect((await platform.operator.put(`${membership}/services/${scene.serviceId}`, {})).status).toBe(201);
  const first = await eventually(async () => {
    const output = await ran(LANGUAGES.Python?.run ?? [], 'changes');
    expect(output).toContain(`changed ${userId} ${scene.organisationId}`);
    return output;
  });
  const cursor = /^next (\S+)$/m.exec(first)?.[1] ?? '';
  expect(await ran(LANGUAGES.Python?.run ?? [], 'changes', cursor)).toMatch(/^next \S+$/);
});

/** The samples that a guide shows. */
function shownIn(guide: string) {
  const text = readFileSync(join(CHECKOUT, guide), 'utf8');
  const shown = [...text.matchAll(/<!-- sample: (\S+) (\S+) -->\s*```\w+\n([\s\S]*?)```/g)];
  return shown.map(([, file = '', region = '', code = '']) => ({ file, region, code }));
}

/** The code between a region's first and last line, without its indentation. */
function codeOf(file: string, region: string): string {
  const lines = readFileSync(join(SAMPLES, file), 'utf8').split('\n');
  const from = lines.findIndex((line) => line.trim().endsWith(`sample: ${region}`));
  const until = lines.findIndex((line, at) => at > from && /^\s*(#|\/\/) end$/.test(line));
  const indent = /^\s*/.exec(lines[from] ?? '')?.[0].length ?? 0;
  const code = lines.slice(from + 1, until).map((line) => line.slice(Math.min(indent, line.search(/\S|$/))));
  return `${code.join('\n').trimEnd()}\n`;
}

test.each([
  ['docs/integrate.md', ['token', 'verify']],
  ['docs/be-told-of-changes.md', ['verify']],
])('what %s shows of the samples is what stands in their files', (guide, regions) => {
  const shown = shownIn(guide);
  for (const { file, region, code } of shown)
    expect({ file, region, code }).toEqual({ file, region, code: codeOf(file, region) });
  for (const { file } of Object.values(LANGUAGES)) {
    expect(shown.filter((one) => one.file === file).map(({ region }) => region)).toEqual(
      expect.arrayContaining(regions),
    );
  }
});
