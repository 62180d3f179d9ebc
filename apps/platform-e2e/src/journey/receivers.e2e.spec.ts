import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Answer, type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { Webhook } from 'standardwebhooks';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';

/** The second attempt, with its jitter, comes in another second than the first. */
const env = { DELIVERY_SCHEDULE: '0,1.3' };
const EACH = 12;

let platform: PlatformProcess;
let scene: Scene;
let healthy: CallbackReceiver;
const email = 'receiver@example.org';

const garbage = (response: ServerResponse) => response.socket?.end('SSH-2.0-OpenSSH\r\n\r\n');
const drip = (response: ServerResponse) => {
  response.writeHead(500);
  const timer = setInterval(() => response.write('x'), 100);
  response.once('close', () => clearInterval(timer));
};
const hang = () => {};

/** How each answers, and what is to be listed of it; each is a receiver of its own. */
const answers: Record<
  string,
  { answer: Answer; attempt: Record<string, unknown>; status: string; attempts: number }
> = {
  '500': { answer: 500, attempt: { status: 500 }, status: 'failed', attempts: 2 },
  '503 with Retry-After': {
    answer: (response) => response.writeHead(503, { 'retry-after': '2' }).end(),
    attempt: { status: 503 },
    status: 'failed',
    attempts: 2,
  },
  '302': {
    answer: (response) => response.writeHead(302, { location: `${healthy.url}/redirected` }).end(),
    attempt: { status: 302 },
    status: 'failed',
    attempts: 2,
  },
  reset: {
    answer: (response) => response.socket?.resetAndDestroy(),
    attempt: { error: 'connection reset' },
    status: 'failed',
    attempts: 2,
  },
  '410': { answer: 410, attempt: { status: 410 }, status: 'failed', attempts: 1 },
  '401': { answer: 401, attempt: { status: 401 }, status: 'failed', attempts: 2 },
  garbage: { answer: garbage, attempt: { error: 'answer not http' }, status: 'failed', attempts: 2 },
  'a large answer': {
    answer: (response) => response.writeHead(200).end('x'.repeat(5_000_000)),
    attempt: { status: 200 },
    status: 'delivered',
    attempts: 1,
  },
  '200 without an end': {
    answer: (response) => response.writeHead(200).write('x'),
    attempt: { status: 200 },
    status: 'delivered',
    attempts: 1,
  },
  '100 Continue, unasked': {
    answer: (response) => {
      response.writeContinue();
      response.writeHead(204).end();
    },
    attempt: { status: 204 },
    status: 'delivered',
    attempts: 1,
  },
  'a folded header': {
    answer: (response) => response.socket?.end('HTTP/1.1 204 No Content\r\nx: one\r\n  two\r\n\r\n'),
    attempt: { status: 204 },
    status: 'delivered',
    attempts: 1,
  },
  '20 KB of headers': {
    answer: (response) => response.writeHead(204, { 'x-long': 'y'.repeat(20_000) }).end(),
    attempt: { status: 204 },
    status: 'delivered',
    attempts: 1,
  },
  '500 in drops': { answer: drip, attempt: { status: 500 }, status: 'failed', attempts: 2 },
};

const receivers = new Map<string, CallbackReceiver>();
let hanging: CallbackReceiver;

beforeAll(async () => {
  [platform, healthy, hanging] = await Promise.all([
    platformProcess({ env }),
    callbackReceiver(),
    callbackReceiver(),
  ]);
  for (const [name, { answer }] of Object.entries(answers)) {
    const receiver = await callbackReceiver();
    receiver.answer('/callback', answer);
    receivers.set(name, receiver);
  }
  hanging.answer('/callback', hang);
  scene = await makeScene(platform.url, platform.operator);
  await makeUser(platform.operator, email);
});
afterAll(async () => {
  await platform?.kill();
  await Promise.all([healthy, hanging, ...receivers.values()].map((receiver) => receiver?.close()));
});

/** For a user's email each request is a new invitation, with a callback of its own. */
async function invite(callback: string): Promise<void> {
  const body = { sourceId: randomUUID(), given_name: 'Ann', family_name: 'Lee', email, callback };
  expect((await scene.service.post(`/services/${scene.serviceId}/invitations`, body)).status).toBe(202);
}

interface Delivery {
  id: string;
  url: string;
  status: string;
  nextAttemptAt: string | null;
  attempts: { at: string; status?: number; error?: string; durationMs: number }[];
}

async function deliveriesTo(url: string): Promise<Delivery[]> {
  const found: Delivery[] = [];
  for (let page = 1, pages = 1; page <= pages; page++) {
    const { body } = await platform.operator.get(`/manage/deliveries?pageSize=500&page=${page}`);
    pages = body.numberOfPages;
    found.push(...body.deliveries.filter((delivery: Delivery) => delivery.url === url));
  }
  return found;
}

test('whatever others do, a healthy receiver has its callbacks at once', async () => {
  const bad = [...receivers.values(), hanging].map(({ url }) => `${url}/callback`);
  await Promise.all(Array.from({ length: EACH }, () => bad.map(invite)).flat());
  await invite(`http://127.0.0.1:9/callback`);
  await hanging.waitFor('/callback', 1);
  // Held up behind the others, each would take the ten seconds that a hanging one is given: twenty, longer than a test may.
  for (let n = 1; n <= 20; n++) {
    await invite(`${healthy.url}/healthy`);
    await healthy.waitFor('/healthy', n);
  }
  expect(healthy.at('/redirected')).toEqual([]);
});

test.each(Object.keys(answers))('%s: tried as it should be, and listed', async (name) => {
  const { url } = receivers.get(name) as CallbackReceiver;
  const { attempt, status, attempts } = answers[name] as (typeof answers)[string];
  await eventually(
    async () => {
      const listed = await deliveriesTo(`${url}/callback`);
      expect(listed).toHaveLength(EACH);
      for (const delivery of listed) {
        expect(delivery).toMatchObject({ status, attempts: Array(attempts).fill(attempt) });
        expect(delivery.nextAttemptAt).toBeNull();
      }
    },
    { intervalMs: 200 },
  );
});

test('who is not there: refused, then failed', async () => {
  await eventually(async () => {
    const [delivery] = await deliveriesTo('http://127.0.0.1:9/callback');
    expect(delivery).toMatchObject({
      status: 'failed',
      attempts: Array(2).fill({ error: 'connection refused' }),
    });
  });
});

test('every attempt has the same id, and a time and signature of its own', async () => {
  const { received, url } = receivers.get('500') as CallbackReceiver;
  const [delivery] = await deliveriesTo(`${url}/callback`);
  const sent = received.filter(({ headers }) => headers['webhook-id'] === delivery?.id);
  expect(sent).toHaveLength(2);
  expect(new Set(sent.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(2);
  expect(new Set(sent.map(({ headers }) => headers.authorization)).size).toBe(2);
  expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
  for (const { body, headers } of sent) {
    expect(() => new Webhook(scene.apiSecret).verify(body, headers as Record<string, string>)).not.toThrow();
  }
});

test('redelivered: the schedule anew, under the same id, with the attempts kept', async () => {
  const receiver = receivers.get('500') as CallbackReceiver;
  const [delivery] = await deliveriesTo(`${receiver.url}/callback`);
  const path = `/manage/deliveries/${delivery?.id}`;
  receiver.answer('/callback', 204);
  const redelivered = await platform.operator.post(`${path}/redeliver`);
  expect(redelivered.status).toBe(202);
  await eventually(async () => {
    const { body } = await platform.operator.get(path);
    expect(body).toMatchObject({ id: delivery?.id, status: 'delivered' });
    expect(body.attempts.map(({ status }: { status: number }) => status)).toEqual([500, 500, 204]);
  });
  expect((await platform.operator.post(`${path}/redeliver`)).status).toBe(202);
  await eventually(async () => expect((await platform.operator.get(path)).body.attempts).toHaveLength(4));
  expect((await platform.operator.post(`/manage/deliveries/${randomUUID()}/redeliver`)).status).toBe(404);
});

test('SIGTERM with callbacks that hang: ended within 12 s; at the next start they are sent again, under the same id', async () => {
  const idle = await callbackReceiver();
  idle.answer('/stuck', hang, 204);
  await invite(`${idle.url}/stuck`);
  const [first] = await idle.waitFor('/stuck');
  const [pending] = await deliveriesTo(`${idle.url}/stuck`);
  expect(pending).toMatchObject({ status: 'pending' });
  expect((await platform.operator.post(`/manage/deliveries/${pending?.id}/redeliver`)).status).toBe(202);
  expect(idle.at('/stuck')).toHaveLength(1);

  // At 11.9 s it would have ended itself with 1.
  expect(await platform.stop()).toBe(0);
  platform = await platformProcess({ env, dataDir: platform.dataDir });
  const [, second] = await idle.waitFor('/stuck', 2);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  await eventually(async () => {
    expect((await deliveriesTo(`${idle.url}/stuck`))[0]).toMatchObject({ status: 'delivered' });
  });
  await idle.close();
});

test('neither callbacks nor where they went are in what was written', () => {
  const output = platform.output();
  for (const secret of [scene.apiSecret, 'example.org', 'eyJ', '/callback', 'webhook-signature']) {
    expect(output.includes(secret) ? `found ${secret}` : 'clean').toBe('clean');
  }
});
