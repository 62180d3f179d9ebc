import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from './testing/platform-process.ts';
import { acceptByPage, linkAndCode, messageTo } from './testing/scene.ts';

const ROOT = join(import.meta.dirname, '../../..');
const walk = /## The journey, by curl[\s\S]*?```sh\n([\s\S]*?)```/.exec(
  readFileSync(join(ROOT, 'README.md'), 'utf8'),
)?.[1];

let platform: PlatformProcess;
let receiver: CallbackReceiver;
beforeAll(async () => {
  receiver = await callbackReceiver();
  platform = await platformProcess({ env: { DEMO_DATA: 'true' } });
});
afterAll(async () => {
  await platform?.kill();
  await receiver?.close();
});

/** What the banner says of the demo client, under this name. */
const shown = (name: string) =>
  eventually(async () => {
    const value = new RegExp(`^  ${name} +(\\S+)$`, 'm').exec(platform.output())?.[1];
    if (value === undefined) throw new Error(`the banner does not show: ${name}`);
    return value;
  });

/** Runs lines of the README in a shell, with this platform and receiver in the places of those that it names. */
async function run(
  script: string,
  values: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
) {
  const filled = Object.entries(values)
    .reduce((text, [place, value]) => text.replaceAll(`<${place}>`, value), script)
    .replaceAll('http://localhost:43890', platform.url)
    .replaceAll('http://localhost:3000', receiver.url)
    .replaceAll('npx gatehouse', `${process.execPath} ${ROOT}/apps/cli/src/boot.js`);
  const place = { GATEHOUSE_URL: platform.url, DATA_DIR: platform.dataDir };
  const { stdout } = await promisify(execFile)('sh', ['-ec', `${filled}\necho; echo "TOKEN=$TOKEN"`], {
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...place, ...env },
  });
  return { stdout, token: /^TOKEN=(\S+)$/m.exec(stdout)?.[1] ?? '' };
}

test('the walk through the journey works as the README has it', async () => {
  const [before = '', after = ''] = walk?.split(/^# 4\..*$/m) ?? [];
  const values = { 'API secret': await shown('API secret'), 'a school': await shown('a school') };

  const invited = await run(before, values);
  expect(invited.stdout).toMatch(/"invitationId":"[0-9A-F-]{36}"/);
  const { link, code } = linkAndCode(await messageTo(platform.url, 'ada@school.example'));
  expect((await acceptByPage(link, code)).status).toBe(303);
  const [callback] = await receiver.waitFor('/signup-complete');
  const { sub, sourceId } = JSON.parse(callback?.body ?? '');
  expect(sourceId).toBe('42');

  const read = await run(after, { ...values, sub }, { TOKEN: invited.token });
  expect(read.stdout).toContain('ada@school.example');
  expect(read.stdout).toMatch(new RegExp(`\\[\\{"id":"${values['a school']}"`));
});
