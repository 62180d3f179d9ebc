import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appNames, apps, portVariable } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';
import { platformProcess } from '../testing/platform-process.ts';
import { bootOf, type Program, startProgram } from '../testing/program.ts';

const SECRET = 'the operator secret of the environment';
const TOKEN = 'the-token-of-the-metrics';
const PROGRAMS = [...appNames, 'standalone'] as const;
let directory: string;
let program: Program | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-'));
});
afterEach(async () => {
  await program?.kill();
  rmSync(directory, { recursive: true });
});

/** Starts an app on the test's own data directory. */
function start(app: string, env: Record<string, string>): Program {
  const defaults = { DATA_DIR: join(directory, 'data'), DEMO_DATA: 'false' };
  program = startProgram(bootOf(app), { env: { ...defaults, ...env } });
  return program;
}

test.each(PROGRAMS)(
  '%s starts among Services of the platform’s names, and says what it ignores',
  async (app) => {
    const links = appNames.map((name) => [portVariable(name), `tcp://10.0.0.1:${apps[name].port}`]);
    const { output, stop } = start(app, Object.fromEntries(links));
    await eventually(
      () => {
        if (output().split(' is ignored: it is what Kubernetes sets').length !== appNames.length + 1)
          throw new Error(output());
      },
      { timeoutMs: 50_000 },
    );
    await stop();
    for (const [name] of links) expect(output().split(`"variable":"${name}"`)).toHaveLength(2);
    expect(output()).not.toContain('it should be a port');
  },
);

test.each([
  [
    'PUBLIC_URL with a path',
    { PUBLIC_URL: 'https://example.org/id' },
    /^PUBLIC_URL is "https:\/\/example\.org\/id": it should be [^\n]*without [^\n]*path[^\n]*\n$/,
  ],
  [
    'DATA_DIR as a URL',
    { DATA_DIR: 'file:x' },
    /^DATA_DIR is "file:x": it should be the path of a directory[^\n]*\n$/,
  ],
  [
    'production with what is for trying out',
    { GATEHOUSE_ENV: 'production' },
    /^PUBLIC_URL is missing[^\n]*\nALLOW_PRIVATE_CALLBACKS is true[^\n]*\nMETRICS_TOKEN is missing[^\n]*\nTRUSTED_PROXIES is missing[^\n]*\nEMAIL_FROM [^\n]*\n$/,
  ],
])('%s stops the start with a line for each fault', async (_case, env, lines) => {
  const { output, ended } = start('standalone', { ...env });
  expect(await ended).toEqual([1, null]);
  expect(output()).toMatch(lines);
});

test('others may reach it: what is for trying out is said in the log, and it starts', async () => {
  const platform = await platformProcess({ env: { HOST: '0.0.0.0' } });
  for (const name of ['ALLOW_PRIVATE_CALLBACKS', 'METRICS_TOKEN', 'EMAIL_FROM'])
    expect(platform.output().split(`"variable":"${name}"`)).toHaveLength(2);
  expect(await platform.stop()).toBe(0);
});

test('with METRICS_TOKEN every app shows its metrics to who has it; the banner says where the secret is, and not what', async () => {
  const platform = await platformProcess({ env: { METRICS_TOKEN: TOKEN, OPERATOR_SECRET: SECRET } });
  const ports = [...platform.output().matchAll(/"port":(\d+).*(?:listens|listening)/g)].map(
    ([, port]) => port,
  );
  expect(ports).toHaveLength(appNames.length);
  for (const port of ports) {
    const url = `http://127.0.0.1:${port}/metrics`;
    for (const authorization of [undefined, 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      const refused = await fetch(url, { headers: { ...(authorization && { authorization }) } });
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      expect(await refused.text()).not.toContain('gatehouse_http');
    }
    const shown = await fetch(url, { headers: { authorization: `bearer ${TOKEN}` } });
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('gatehouse_http_request_seconds');
  }
  await eventually(() =>
    expect(platform.output()).toContain('the secret is in the environment: OPERATOR_SECRET'),
  );
  expect(platform.output()).not.toContain(SECRET);
  expect(await platform.stop()).toBe(0);
});
