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
import { ATTEMPTS_PER_RECEIVER } from '../apps/notifier/src/dispatch/worker.ts';
import { deliveries } from '../apps/notifier/src/stores/deliveries.ts';
import { acceptedEvent, runNotifier, serviceEvent } from '../apps/notifier/src/testing/running-notifier.ts';
import { printMachine } from './measure.ts';

if (process.send !== undefined) serve();
else await measure();

/** The receiver, a process of its own: counts what it answered 204, and tells. */
function serve(): void {
  let count = 0;
  const server = createServer((request, response) => {
    if (request.url === '/count') {
      response.end(String(count));
      return;
    }
    request.resume();
    request.once('end', () => {
      count++;
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

async function measure(): Promise<void> {
  const [count, pairs] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 3)];
  const receiver = fork(import.meta.filename);
  const [port] = await once(receiver, 'message');
  const url = `http://127.0.0.1:${port}`;
  try {
    printMachine();
    for (let pair = 1; pair <= pairs; pair++) {
      const alone = await undiciAlone(url, count);
      const delivered = await byNotifier(url, count);
      console.info(
        `${count} callbacks: undici alone ${alone.toFixed(0)}/s, delivered ${delivered.received.toFixed(0)}/s ` +
          `(with their records ${delivered.recorded.toFixed(0)}/s), ratio ${(delivered.received / alone).toFixed(2)}`,
      );
    }
  } finally {
    receiver.kill();
  }
}

async function undiciAlone(url: string, count: number): Promise<number> {
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
  const started = performance.now();
  await Promise.all(
    Array.from({ length: ATTEMPTS_PER_RECEIVER }, async () => {
      while (left-- > 0) await (await pool.request({ path: '/', method: 'POST', headers, body })).body.dump();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return count / seconds;
}

async function byNotifier(url: string, count: number) {
  const notifier = await runNotifier();
  try {
    const service = { id: newId(), clientId: 'meals', secrets: [randomBytes(32).toString('base64')] };
    await notifier.publish(serviceEvent(notifier, service));
    const owed = Array.from({ length: count }, () => acceptedEvent(service.id, { url: `${url}/done` }).event);
    const received = async () => Number(await (await fetch(`${url}/count`)).text());
    const before = await received();
    const collection = notifier.store.collection(deliveries);
    const started = performance.now();
    const rate = () => count / ((performance.now() - started) / 1000);
    const publishing = notifier.publish(...owed);
    while ((await received()) - before < count) await delay(20);
    const receivedRate = rate();
    while ((await collection.count({ 'state.status': 'delivered' })) < count) await delay(20);
    const recorded = rate();
    await publishing;
    return { received: receivedRate, recorded };
  } finally {
    await notifier.close();
  }
}
