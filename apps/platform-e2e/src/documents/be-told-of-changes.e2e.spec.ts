import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webhookEvent, webhookEvents, webhookEventTypes, webhookExamples } from '@gatehouse/contracts';
import { holdFreePort } from '@gatehouse/standalone/free-port';
import { eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { CHECKOUT } from '../testing/program.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

const GUIDE = readFileSync(join(CHECKOUT, 'docs/be-told-of-changes.md'), 'utf8');
const EXAMPLE = join(CHECKOUT, 'examples/webhook-receiver');

/** The cells of a table's rows whose first cell is this code. */
const cellsOf = (code: string) =>
  GUIDE.split('\n')
    .filter((line) => line.startsWith(`| \`${code}\` `))
    .map((line) => line.split('|').map((cell) => cell.trim()));

const secondCellOf = (code: string) => cellsOf(code)[0]?.[2]?.replaceAll('`', '') ?? '';
const body = /^\{"type":.*\}$/m.exec(GUIDE)?.[0] ?? '';

function signed(secret: string, id: string, timestamp: string, text: string): string {
  const mac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${id}.${timestamp}.${text}`);
  return `v1,${mac.digest('base64')}`;
}

describe('the guide', () => {
  test('has a row for each event type, with the members of its data', () => {
    for (const type of webhookEventTypes) {
      const members = Object.keys(webhookExamples[type].data).map((name) => `\`${name}\``);
      expect([type, cellsOf(type)[0]?.[2]]).toEqual([type, members.join(', ')]);
    }
    const rows = GUIDE.matchAll(/^\| `((?:user|membership|grant|organisation|invitation|webhook)\.\w+)` /gm);
    expect([...rows].map(([, type]) => type)).toEqual(Object.keys(webhookEvents));
  });

  test('shows an event as it comes', () => {
    expect(JSON.stringify(webhookEvent.parse(JSON.parse(body)))).toBe(body);
  });

  const secret = /API secret +\| `([\w+/=]+)`/.exec(GUIDE)?.[1] ?? '';
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) =>
    secondCellOf(`webhook-${name}`),
  );

  test('has a request to check code against, whose signature is right', () => {
    expect(signature).toBe(signed(secret, id ?? '', timestamp ?? '', body));
    expect(GUIDE).toContain(`${Buffer.byteLength(body)} bytes`);
  });

  test('and the shell sample takes it, and no other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-verify-'));
    try {
      const [right, wrong] = [join(folder, 'right'), join(folder, 'wrong')] as const;
      writeFileSync(right, body);
      writeFileSync(wrong, `${body}\n`);
      const verify = (file: string, signatures: string) =>
        spawnSync(join(EXAMPLE, 'verify.sh'), [id ?? '', timestamp ?? '', signatures, file], {
          env: { ...process.env, API_SECRET: secret },
        }).status;
      expect(verify(right, `v1,AAAA ${signature}`)).toBe(0);
      expect(verify(right, 'v1,AAAA')).toBe(1);
      expect(verify(wrong, signature ?? '')).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const withPython = spawnSync('python3', ['--version']).error === undefined ? describe : describe.skip;

withPython('the receiver in Python', () => {
  let platform: PlatformProcess;
  let scene: Scene;
  let receiver: ChildProcess;
  let url: string;
  let output = '';

  beforeAll(async () => {
    platform = await platformProcess();
    scene = await makeScene(platform.url, platform.operator);
    const { port, release } = await holdFreePort('127.0.0.1');
    await release();
    url = `http://127.0.0.1:${port}`;
    receiver = spawn('python3', [join(EXAMPLE, 'receiver.py'), String(port)], {
      env: { ...process.env, API_SECRET: scene.apiSecret },
    });
    receiver.stdout?.on('data', (chunk) => {
      output += String(chunk);
    });
    await eventually(() => expect(output).toContain('listening'), { timeoutMs: 60_000 });
  });
  afterAll(async () => {
    receiver?.kill('SIGKILL');
    await platform?.kill();
  });

  async function post(text: string, id: string, more: { secret?: string; at?: number; path?: string } = {}) {
    const { secret = scene.apiSecret, at = Date.now(), path = '/hooks' } = more;
    const timestamp = String(Math.floor(at / 1_000));
    const signature = signed(secret, id, timestamp, text);
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    return (await fetch(`${url}${path}`, { method: 'POST', headers, body: text })).status;
  }
  const linesWith = (word: string) => output.split('\n').filter((line) => line.includes(word));

  test('takes a callback of the platform at its first attempt', async () => {
    const sub = await makeUser(platform.operator, 'told@school.example');
    const invited = await scene.service.post(`/services/${scene.serviceId}/invitations`, {
      ...{ sourceId: 'told', given_name: 'Ann', family_name: 'Lee', email: 'told@school.example' },
      callback: `${url}/callback`,
    });
    expect(invited.status).toBe(202);
    await eventually(() => expect(linesWith(sub)).toEqual([`callback told is the user ${sub}`]));
    await eventually(async () => {
      const { body: found } = await platform.operator.get(`/manage/deliveries?serviceId=${scene.serviceId}`);
      const [callback] = found.deliveries.filter(({ kind }: { kind: string }) => kind === 'callback');
      expect(callback).toMatchObject({ status: 'delivered', attempts: [{ status: 204 }] });
    });
  });

  test('takes an event of the platform at its first attempt', async () => {
    const webhook = `/services/${scene.serviceId}/webhook`;
    const events = ['user.updated', 'grant.removed'];
    expect((await scene.service.put(webhook, { url: `${url}/hooks`, events })).status).toBe(201);
    const asked = await scene.service.post(`${webhook}/test`, { type: 'membership.removed' });
    expect(asked.status).toBe(202);
    await eventually(() => expect(linesWith('membership.removed')).toHaveLength(1));
    await eventually(async () => {
      const { body: found } = await platform.operator.get(`/manage/deliveries/${asked.body.deliveryId}`);
      expect(found).toMatchObject({ kind: 'webhook', status: 'delivered', attempts: [{ status: 204 }] });
    });
  });

  test('takes an event once, and ignores an older one', async () => {
    const event = webhookExamples['user.updated'];
    const text = JSON.stringify(event);
    const older = JSON.stringify({ ...event, data: { ...event.data, version: event.data.version - 1 } });
    expect([await post(text, 'E1'), await post(text, 'E1'), await post(older, 'E0')]).toEqual([
      204, 204, 204,
    ]);
    await eventually(() =>
      expect(linesWith('user.updated')).toEqual([
        `user.updated ${JSON.stringify(event.data).replaceAll(/([:,])/g, '$1 ')}`,
        'user.updated is older than what is known',
      ]),
    );
  });

  test.each(webhookEventTypes)('takes %s', async (type) => {
    expect(await post(JSON.stringify(webhookExamples[type]), `of ${type}`)).toBe(204);
  });

  test('refuses what the platform did not send, or long ago', async () => {
    const text = JSON.stringify(webhookExamples['grant.removed']);
    const other = Buffer.alloc(32, 7).toString('base64');
    expect(await post(text, 'forged', { secret: other })).toBe(401);
    expect(await post(text, 'old', { at: Date.now() - 400_000 })).toBe(401);
    expect((await fetch(`${url}/hooks`, { method: 'POST', body: text })).status).toBe(401);
    expect(await post(text, 'nowhere', { path: '/elsewhere' })).toBe(404);
  });
});

test('the sample of the shell is of a shell that any system has', () => {
  expect(execFileSync('sh', ['-n', join(EXAMPLE, 'verify.sh')], { encoding: 'utf8' })).toBe('');
});
