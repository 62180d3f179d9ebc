/**
 * A rebuild of access's read models, people and lists at once, on the embedded engines, while pages of the list are asked
 * for, ten a second: how long until the new generations are read, and what the requests took meanwhile.
 * Usage: node bench/rebuild.ts [grants]
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type ListUnderLoad, startListUnderLoad } from '../apps/access/src/testing/list-under-load.ts';
import { ms, percentile, printMachine } from './measure.ts';

const GRANTS = Number(process.argv[2] ?? 1_000_000);
const TARGET_SECONDS = 120;
const PAUSE_MS = 100;

async function reading(list: ListUnderLoad, until: () => Promise<boolean>): Promise<number[]> {
  const took: number[] = [];
  while (!(await until())) {
    const before = performance.now();
    await list.readRandomPage();
    took.push(performance.now() - before);
    await delay(PAUSE_MS);
  }
  return took;
}

const cpuSeconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;

function told(what: string, seconds: number, took: readonly number[], longest: number): void {
  const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)];
  console.info(
    `${what}: ${seconds.toFixed(1)} s; a page p50 ${ms(p50)}, p99 ${ms(p99)}; event loop p99.9 held ${ms(longest)}`,
  );
}

printMachine();
const list = await startListUnderLoad(GRANTS);
try {
  const records = await list.publishAll();
  console.info(`${GRANTS} grants of ${list.users} users loaded, ${records} records in the log`);
  const loop = monitorEventLoopDelay({ resolution: 2 });
  loop.enable();
  const began = performance.now();
  const cpuBefore = cpuSeconds();
  for (const name of ['people', 'lists']) await list.beginRebuild(name);
  const filling = await reading(list, async () => (await list.rebuilt()).isFilled);
  const filled = (performance.now() - began) / 1_000;
  told('until the new generations are read', filled, filling, loop.percentile(99.9) / 1e6);
  console.info(`CPU meanwhile, requests included: ${(cpuSeconds() - cpuBefore).toFixed(1)} s`);
  loop.reset();
  const clearing = await reading(list, async () => (await list.rebuilt()).isCleared);
  const all = (performance.now() - began) / 1_000;
  told('until the old ones are gone', all, clearing, loop.percentile(99.9) / 1e6);
  console.info(`target: ${TARGET_SECONDS} s at 1,000,000 grants`);
  if (filled > TARGET_SECONDS) process.exitCode = 1;
} finally {
  await list.close();
}
