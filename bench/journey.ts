/**
 * A known user is invited until the callback is received, one after the other (p50, p99), then invitations with 32 in
 * flight for 8 s (accepted per second, the platform's resident memory). Usage: node bench/journey.ts [invitations]
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { callbackReceiver } from '@gatehouse/testing';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { makeScene, makeUser } from '../apps/platform-e2e/src/testing/scene.ts';
import { ms, percentile, printMachine } from './measure.ts';

const COUNT = Number(process.argv[2] ?? 300);
const IN_FLIGHT = 32;
const SECONDS = 8;
const USERS = 400;

const receiver = await callbackReceiver();
const started = performance.now();
const platform = await platformProcess();
const ready = performance.now() - started;
const residentMb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${platform.process.pid}/status`, 'utf8'))?.[1]) / 1024;

try {
  printMachine();
  console.info(
    `start to ready, empty data directory, no demo data: ${ms(ready)}; resident ${residentMb().toFixed(0)} MB`,
  );
  const scene = await makeScene(platform.url, platform.operator);
  const emails = Array.from({ length: USERS }, (_, user) => `known-${user}@example.org`);
  for (const email of emails) await makeUser(platform.operator, email);
  let turn = 0;
  const invite = (path: string) =>
    scene.service.post(`/services/${scene.serviceId}/invitations`, {
      sourceId: path,
      given_name: 'Ann',
      family_name: 'Lee',
      email: emails[turn++ % USERS],
      organisation: scene.organisationId,
      callback: `${receiver.url}${path}`,
    });

  const arrivals = new Map<string, (at: number) => void>();
  const took: number[] = [];
  for (let i = -20; i < COUNT; i++) {
    const path = `/one-${i}`;
    const arrived = new Promise<number>((resolve) => arrivals.set(path, resolve));
    receiver.answer(path, (response) => {
      arrivals.get(path)?.(performance.now());
      response.writeHead(204).end();
    });
    const at = performance.now();
    const answer = await invite(path);
    if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
    const then = await arrived;
    if (i >= 0) took.push(then - at);
  }
  console.info(
    `known user invited → callback received, ${COUNT} one by one: p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}`,
  );

  const before = receiver.received.length;
  const until = performance.now() + SECONDS * 1000;
  let accepted = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async (_, worker) => {
      for (let i = 0; performance.now() < until; i++) {
        const answer = await invite(`/many-${worker}-${i}`);
        if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
        accepted++;
      }
    }),
  );
  console.info(
    `${IN_FLIGHT} in flight for ${SECONDS} s: ${(accepted / SECONDS).toFixed(0)} invitations accepted per second; resident ${residentMb().toFixed(0)} MB`,
  );
  const drainStarted = performance.now();
  const deadline = drainStarted + 120_000;
  while (receiver.received.length - before < accepted && performance.now() < deadline) await delay(20);
  const called = receiver.received.length - before;
  console.info(
    `${called} of ${accepted} called back, the last ${ms(performance.now() - drainStarted)} after the load ended; resident ${residentMb().toFixed(0)} MB`,
  );
} finally {
  await platform.kill();
  await receiver.close();
}
