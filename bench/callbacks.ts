/**
 * Callbacks delivered per second, against undici alone posting the same bodies to the same receiver over as many
 * connections, in one run. Usage: node bench/callbacks.ts [callbacks] [pairs]
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@gatehouse/runtime';
import { Pool } from 'undici';
import { deliveries } from '../apps/notifier/src/delivery/deliveries.store.ts';
import { ATTEMPTS_PER_RECEIVER } from '../apps/notifier/src/delivery/queues.domain.ts';
import { acceptedEvent, serviceEvent } from '../apps/notifier/src/testing/notifier-events.ts';
import { runNotifier } from '../apps/notifier/src/testing/running-notifier.ts';
import { printMachine } from './measure.ts';

if (process.send !== undefined) serve();
else await measure();

/** What the receiver has seen since the last question. */
interface Seen {
  count: number;
  /** From the first callback's arrival to the last one's answer. */
  seconds: number;
}

/** The receiver, a process of its own: counts what it answers 204, and takes the time. */
function serve(): void {
  let count = 0;
  let [first, last] = [0, 0];
  const seen = (): Seen => ({ count, seconds: (last - first) / 1000 });
  const server = createServer((request, response) => {
    if (request.url !== '/') {
      response.end(JSON.stringify(seen()));
      if (request.url === '/reset') count = 0;
      return;
    }
    if (count === 0) first = performance.now();
    request.resume();
    request.once('end', () => {
      count++;
      response.writeHead(204).end();
      last = performance.now();
    });
  }).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

/** Callbacks a second, and the CPU of this process for each, which is comparable on a busy machine too. */
interface Measured {
  rate: number;
  cpuMs: number;
}

async function measure(): Promise<void> {
  const [count, pairs] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 3)];
  const receiver = fork(import.meta.filename);
  const [port] = await once(receiver, 'message');
  const url = `http://127.0.0.1:${port}`;
  try {
    printMachine();
    for (let pair = 1; pair <= pairs; pair++) {
      const alone = await measured(url, count, () => undiciAlone(url, count));
      const delivered = await byNotifier(url, count);
      console.info(
        `${count} callbacks: undici alone ${figures(alone)}, delivered ${figures(delivered)}, ` +
          `ratio ${(delivered.rate / alone.rate).toFixed(2)}, of CPU ${(alone.cpuMs / delivered.cpuMs).toFixed(2)}`,
      );
    }
  } finally {
    receiver.kill();
  }
}

function figures({ rate, cpuMs }: Measured): string {
  return `${rate.toFixed(0)}/s at ${cpuMs.toFixed(3)} ms of CPU`;
}

async function ask(url: string, path: '/seen' | '/reset'): Promise<Seen> {
  return (await fetch(`${url}${path}`)).json() as Promise<Seen>;
}

async function measured(url: string, count: number, work: () => Promise<void>): Promise<Measured> {
  await ask(url, '/reset');
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const { count: received, seconds } = await ask(url, '/seen');
  if (received !== count) throw new Error(`${received} callbacks came, of ${count}`);
  return { rate: count / seconds, cpuMs: (user + system) / 1000 / count };
}

async function undiciAlone(url: string, count: number): Promise<void> {
  const pool = new Pool(url, { connections: ATTEMPTS_PER_RECEIVER, pipelining: 1 });
  const body = JSON.stringify({ sub: newId(), sourceId: 'source-1' });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${'x'.repeat(250)}`,
    'webhook-id': newId(),
    'webhook-timestamp': '1234567890',
    'webhook-signature': `v1,${'x'.repeat(44)}`,
    'x-correlation-id': 'correlation-1',
  };
  let left = count;
  await Promise.all(
    Array.from({ length: ATTEMPTS_PER_RECEIVER }, async () => {
      while (left-- > 0) await (await pool.request({ path: '/', method: 'POST', headers, body })).body.dump();
    }),
  );
  await pool.close();
}

/** The log has all messages when the notifier starts; the end is when each delivery is recorded and published. */
async function byNotifier(url: string, count: number): Promise<Measured> {
  const notifier = await runNotifier();
  try {
    const service = { id: newId(), clientId: 'meals', secrets: [randomBytes(32).toString('base64')] };
    await notifier.publish(serviceEvent(notifier, service));
    await notifier.stop();
    const events = Array.from({ length: count }, () => acceptedEvent(service.id, { url: `${url}/` }).event);
    await notifier.publish(...events);
    const collection = notifier.store.collection(deliveries);
    return await measured(url, count, async () => {
      await notifier.restart();
      while ((await ask(url, '/seen')).count < count) await delay(200);
      while ((await collection.count({ 'state.status': 'delivered' })) < count) await delay(20);
      while ((await notifier.store.outbox.read(1)).length > 0) await delay(20);
    });
  } finally {
    await notifier.close();
  }
}
