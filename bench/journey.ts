/**
 * The platform in one process: a known user is invited until the callback is received, one after the other (p50, p99); then
 * as many invitations as are accepted with 32 in flight for 8 s, until the last callback (rates, CPU, resident memory); then
 * nothing for a while. Usage: node bench/journey.ts [invitations] [idle rounds]
 */
import { readFileSync } from 'node:fs';
import { callbackReceiver } from '@gatehouse/testing';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { inviting } from './journey/inviting.ts';
import { bulk, idle, oneByOne } from './journey/phases.ts';
import { ms, printMachine } from './measure.ts';

const COUNT = Number(process.argv[2] ?? 300);
const ROUNDS = Number(process.argv[3] ?? 1);
const USERS = 400;

const receiver = await callbackReceiver();
const started = performance.now();
const platform = await platformProcess();
const ready = performance.now() - started;
const { pid = 0 } = platform.process;
const resident = () =>
  `resident ${(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024).toFixed(0)} MB`;

try {
  printMachine();
  console.info(`start to ready, empty data directory, no demo data: ${ms(ready)}; ${resident()}`);
  const subject = { platform: { standalone: [pid] } };
  const invite = await inviting(platform, receiver, USERS);
  await oneByOne(invite, COUNT, subject);
  await bulk(invite, subject);
  console.info(resident());
  if (ROUNDS > 0) await idle(invite, ROUNDS, subject);
} finally {
  await platform.kill();
  await receiver.close();
}
