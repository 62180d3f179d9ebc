/**
 * How long a healthy receiver waits for its callbacks, alone and while ten dead receivers (refusing, hanging, slow) have ten
 * thousand due deliveries each, in turn in one run. Target: its p99 is at most 1.5 times what it is alone.
 * Usage: node bench/fairness.ts [pairs] [seconds] [deliveries for each dead receiver]
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@gatehouse/runtime';
import { nextVersion } from '@gatehouse/store';
import { type DeliveryDocument, deliveries } from '../apps/notifier/src/delivery/deliveries.store.ts';
import { newDelivery } from '../apps/notifier/src/delivery/delivery.ts';
import { kinds } from '../apps/notifier/src/kinds.ts';
import { acceptedEvent, serviceEvent } from '../apps/notifier/src/testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../apps/notifier/src/testing/running-notifier.ts';
import { instant, type Receivers, startReceivers } from './fairness/receivers.ts';
import { ms, percentile, printMachine } from './measure.ts';

const [PAIRS = 2, SECONDS = 8, EACH = 10_000] = process.argv.slice(2).map(Number);
const DEAD = 10;
const PER_SECOND = 50;
const AT_A_TIME = 100;
const SCHEDULE = { DELIVERY_SCHEDULE: [0, 5, 300, 1800] };

interface Measured {
  waits: number[];
  /** Of this process, which is the notifier and the load, of one core. */
  cpu: number;
}

printMachine();
const receivers = await startReceivers(DEAD);
try {
  const all: Measured[][] = [];
  for (let pair = 1; pair <= PAIRS; pair++) {
    const [alone, among] = [await measured(receivers, false), await measured(receivers, true)];
    all.push([alone, among]);
    print(`pair ${pair}`, [alone], [among]);
  }
  const column = (index: number) => all.flatMap((pair) => pair[index] ?? []);
  print(`all ${PAIRS} (target: at most 1.5 ×)`, column(0), column(1));
} finally {
  receivers.stop();
}

function print(what: string, alone: readonly Measured[], among: readonly Measured[]): void {
  const p99 = (some: readonly Measured[]) => percentile(waitsOf(some), 0.99);
  console.info(
    `${what}: healthy alone ${figures(alone)}; beside ${DEAD} dead receivers with ${EACH} deliveries each ${figures(among)}; ` +
      `p99 ${(p99(among) / p99(alone)).toFixed(2)} ×`,
  );
}

function waitsOf(some: readonly Measured[]): number[] {
  return some.flatMap(({ waits }) => waits);
}

function figures(some: readonly Measured[]): string {
  const waits = waitsOf(some);
  const cpu = some.reduce((sum, each) => sum + each.cpu, 0) / some.length;
  return `p50 ${ms(percentile(waits, 0.5))}, p99 ${ms(percentile(waits, 0.99))}, ${(100 * cpu).toFixed(0)} % of a core`;
}

/** From the invitation's event until the callback arrives, at a steady rate. */
async function measured({ healthy, dead, arrivals }: Receivers, among: boolean): Promise<Measured> {
  const notifier = await runNotifier(SCHEDULE);
  try {
    const serviceId = newId();
    const secrets = [randomBytes(32).toString('base64')];
    await notifier.publish(serviceEvent(notifier, { id: serviceId, clientId: 'meals', secrets }));
    await sent(notifier, serviceId, healthy, 1);
    await notifier.stop();
    if (among) for (const { url } of dead) await makeDue(notifier, serviceId, `${url}/`);
    await notifier.restart(SCHEDULE);
    await arrivals();
    const [before, began] = [process.cpuUsage(), performance.now()];
    const published = await sent(notifier, serviceId, healthy, SECONDS);
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1_000 / (performance.now() - began);
    return { waits: await waitsUntilAllCame(arrivals, published), cpu };
  } finally {
    await notifier.close();
  }
}

/** Publishes invitations with a callback; gives when each path's was published. */
async function sent(notifier: RunningNotifier, serviceId: string, url: string, seconds: number) {
  const published = new Map<string, number>();
  const began = performance.now();
  for (let n = 0; n < seconds * PER_SECOND; n++) {
    await delay(Math.max(0, began + (n * 1_000) / PER_SECOND - performance.now()));
    const path = `/${newId()}`;
    const { event } = acceptedEvent(serviceId, { url: `${url}${path}` });
    published.set(path, instant());
    await notifier.publish(event);
  }
  return published;
}

async function waitsUntilAllCame(arrivals: Receivers['arrivals'], published: ReadonlyMap<string, number>) {
  const waits = new Map<string, number>();
  const until = performance.now() + 60_000;
  while (waits.size < published.size) {
    for (const [path, came] of await arrivals()) {
      const at = published.get(path);
      if (at !== undefined && !waits.has(path)) waits.set(path, came - at);
    }
    if (performance.now() > until) throw new Error(`${waits.size} of ${published.size} callbacks came`);
    await delay(50);
  }
  return [...waits.values()];
}

/** Due deliveries, as if the notifier had read their messages while it could send none. */
async function makeDue(notifier: RunningNotifier, serviceId: string, url: string): Promise<void> {
  const collection = notifier.store.collection(deliveries);
  const schedules = {
    steps: { default: SCHEDULE.DELIVERY_SCHEDULE, code: SCHEDULE.DELIVERY_SCHEDULE, logout: [0], once: [0] },
    random: Math.random,
  };
  for (let made = 0; made < EACH; made += AT_A_TIME) {
    const writes = Array.from({ length: AT_A_TIME }, () => {
      const now = Date.now();
      const body = { sub: newId(), sourceId: 'source-1' };
      const about = { id: newId(), at: new Date(now).toISOString(), correlationId: 'correlation-1' };
      const message = { ...about, kind: 'callback' as const, serviceId, url, body };
      const delivery = newDelivery({ message, causedBy: newId(), listedAt: now }, { kinds, schedules }, now);
      const document: DeliveryDocument = { ...delivery, version: nextVersion(undefined, now) };
      return { document, events: [] };
    });
    await collection.writeMany(writes);
  }
}
