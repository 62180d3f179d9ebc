import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { holdFreePort } from '@gatehouse/standalone/free-port';
import { eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { CHECKOUT } from '../testing/program.ts';
import { acceptByPage, linkAndCode, messageTo } from '../testing/scene.ts';

const walk = /## The journey, by curl[\s\S]*?```sh\n([\s\S]*?)```/.exec(
  readFileSync(join(CHECKOUT, 'README.md'), 'utf8'),
)?.[1];

let platform: PlatformProcess;
let port: number;
let receiver: ChildProcess | undefined;
beforeAll(async () => {
  const held = await holdFreePort('127.0.0.1');
  port = held.port;
  await held.release();
  platform = await platformProcess({ env: { DEMO_DATA: 'true' } });
});
afterAll(async () => {
  await platform?.kill();
  receiver?.kill('SIGKILL');
});

/** What the banner says of the demo client, under this name. */
const shown = (name: string) =>
  eventually(async () => {
    const value = new RegExp(`^  ${name} +(\\S+)$`, 'm').exec(platform.output())?.[1];
    if (value === undefined) throw new Error(`the banner does not show: ${name}`);
    return value;
  });

/** Lines of the README, with this platform and port in the places of those that they name. */
const filled = (script: string, values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .reduce((text, [name, value]) => text.replaceAll(`<${name}>`, value), script)
    .replaceAll('http://localhost:43890', platform.url)
    .replaceAll('http://localhost:3000', `http://localhost:${port}`)
    .replaceAll('listen 3000', `listen ${port}`)
    .replaceAll('npx gatehouse', `${process.execPath} ${CHECKOUT}/apps/cli/src/boot.js`);

const environment = (env: Record<string, string> = {}) => ({
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  GATEHOUSE_URL: platform.url,
  DATA_DIR: platform.dataDir,
  ...env,
});

async function run(script: string, env: Record<string, string> = {}) {
  const { stdout } = await promisify(execFile)('sh', ['-ec', `${script}\necho; echo "TOKEN=$TOKEN"`], {
    env: environment(env),
  });
  return { stdout, token: /^TOKEN=(\S+)$/m.exec(stdout)?.[1] ?? '' };
}

test('the walk through the journey works as the README has it', async () => {
  const values = { 'API secret': await shown('API secret'), 'a school': await shown('a school') };
  const listen = /^(CLIENT_ID=.* listen 3000) &$/m.exec(walk ?? '')?.[1] ?? '';
  const started = spawn('sh', ['-ec', `exec env ${filled(listen, {})}`], {
    cwd: CHECKOUT,
    env: environment({ API_SECRET: values['API secret'] }),
  });
  receiver = started;
  const written: string[] = [];
  started.stdout.on('data', (chunk) => written.push(String(chunk)));
  await eventually(() => expect(written.join('')).toContain('listening'));

  const [before = '', after = ''] = (walk ?? '').replace(`${listen} &`, '').split(/^# 5\..*$/m);
  const invited = await run(filled(before, values));
  expect(invited.stdout).toMatch(/"invitationId":"[0-9A-F-]{36}"/);
  const { link, code } = linkAndCode(await messageTo(platform.url, 'ada@school.example'));
  expect((await acceptByPage(link, code)).status).toBe(303);
  const sub = await eventually(() => {
    const id = /^42 is the user (\S+)$/m.exec(written.join(''))?.[1];
    if (id === undefined) throw new Error(`no callback: ${written.join('')}`);
    return id;
  });

  const read = await run(filled(after, { ...values, sub }), { TOKEN: invited.token });
  expect(read.stdout).toContain('delivered');
  expect(read.stdout).toContain('ada@school.example');
  expect(read.stdout).toMatch(new RegExp(`\\[\\{"id":"${values['a school']}"`));
});
