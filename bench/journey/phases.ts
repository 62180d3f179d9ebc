import { setTimeout as delay } from 'node:timers/promises';
import { ms, percentile } from '../measure.ts';
import { cpuMsOf, cpuSince, type Measured } from '../process-cpu.ts';
import type { Invite } from './inviting.ts';

const IN_FLIGHT = 32;
const SECONDS = 8;
const WARM_UP = 20;
/** Longer than anything in the platform goes on being watchful after something happened. */
const SETTLE_MS = 12_000;
const IDLE_MS = 8_000;

/** What is measured: the platform's processes, and engines beside it. */
export interface Subject {
  platform: Measured;
  engines?: Measured;
}

function figures(each: readonly (readonly [string, number])[], unit: (ms: number) => string): string {
  return each.map(([name, used]) => `${name} ${unit(used)}`).join(', ');
}

/** One after the other: how long from the request until the callback is received. */
export async function oneByOne(invite: Invite, count: number, { platform }: Subject): Promise<void> {
  for (let i = 0; i < WARM_UP; i++) await (await invite()).called;
  const before = cpuMsOf(platform);
  const took: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = performance.now();
    took.push((await (await invite()).called) - at);
  }
  const { total } = cpuSince(before, platform);
  console.info(
    `known user invited → callback received, ${count} one by one: p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}; CPU ${ms(total / count)} each`,
  );
}

/** Nothing happens, and then one invitation comes. */
export async function idle(invite: Invite, rounds: number, { platform, engines = {} }: Subject) {
  const took: number[] = [];
  const used = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    await delay(SETTLE_MS);
    const all = { ...platform, ...engines };
    const before = cpuMsOf(all);
    await delay(IDLE_MS);
    for (const [name, cpu] of cpuSince(before, all).each) used.set(name, (used.get(name) ?? 0) + cpu);
    const at = performance.now();
    took.push((await (await invite()).called) - at);
  }
  const percent = (cpu: number) => `${((100 * cpu) / (rounds * IDLE_MS)).toFixed(1)} %`;
  const total = Object.keys(platform).reduce((sum, name) => sum + (used.get(name) ?? 0), 0);
  console.info(
    `idle for ${IDLE_MS / 1_000} s, ${rounds} times: ${percent(total)} of a core (${figures([...used], percent)}); the first callback after it: p50 ${ms(percentile(took, 0.5))}, at most ${ms(Math.max(...took))}`,
  );
}

/** As many as are accepted with some in flight, until the last callback. */
export async function bulk(invite: Invite, { platform, engines = {} }: Subject): Promise<void> {
  const before = [cpuMsOf(platform), cpuMsOf(engines)] as const;
  const started = performance.now();
  const until = started + SECONDS * 1_000;
  const callbacks: Promise<number>[] = [];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (performance.now() < until) callbacks.push((await invite()).called);
    }),
  );
  const ended = performance.now();
  const last = Math.max(ended, ...(await Promise.all(callbacks)));
  // What comes after the callback belongs to the invitation too.
  await delay(2_000);
  const [ofPlatform, ofEngines] = [cpuSince(before[0], platform), cpuSince(before[1], engines)];
  const count = callbacks.length;
  const rate = (at: number) => (count / ((at - started) / 1_000)).toFixed(0);
  const each = (cpu: number) => (cpu / count).toFixed(2);
  console.info(
    `${IN_FLIGHT} in flight for ${SECONDS} s: ${count} invitations, ${rate(ended)} accepted a second, ${rate(last)} called back a second, the last callback ${ms(last - ended)} after the load`,
  );
  console.info(
    `CPU for each, in ms: the platform ${each(ofPlatform.total)} (${figures(ofPlatform.each, each)})${ofEngines.each.length > 0 ? `, beside it ${figures(ofEngines.each, each)}` : ''}`,
  );
}
