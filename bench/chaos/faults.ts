import { setTimeout as delay } from 'node:timers/promises';
import { backendNames } from '@gatehouse/contracts';
import { services } from '@gatehouse/standalone/apps';
import type { CrashableServer } from '@gatehouse/testing';
import type { AppProcess } from '../../apps/platform-e2e/src/testing/app-process.ts';
import type { DistributedPlatform } from '../../apps/platform-e2e/src/testing/distributed-platform.ts';

export interface Targets {
  platform: DistributedPlatform;
  mongodb: CrashableServer;
  kafka: CrashableServer;
  random: () => number;
}

/** What `gatehouse rebuild --list` lists. */
export const READ_MODELS = services.flatMap(({ readModels }) => readModels.map(({ name }) => name));
/** How long a kill keeps a server away, and a pause anything. A relay's lease is 10 s: some outlast it. */
const AWAY_MS = 4_000;
const PAUSE_MS = 13_000;
const SERVER_PAUSE_MS = 8_000;
const BETWEEN_MS = 2_500;

/** Causes one fault and repairs it; gives its name. */
type Fault = () => Promise<string>;

function faultsOf({ platform, mongodb, kafka, random }: Targets): Fault[] {
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
  const instance = () =>
    pick(platform.instances[pick(backendNames.filter((app) => platform.instances[app].length > 1))]);

  async function killInstance(): Promise<string> {
    const victim = instance();
    await platform.killOne(victim);
    await platform.startOne(victim.app);
    return `${victim.app} killed`;
  }

  async function stop(victim: AppProcess): Promise<void> {
    const code = await platform.stopOne(victim);
    if (code !== 0) throw new Error(`${victim.app} ended with ${code} when told to stop`);
  }

  async function stopInstance(): Promise<string> {
    const victim = instance();
    await stop(victim);
    await platform.startOne(victim.app);
    return `${victim.app} stopped in order`;
  }

  let [leaving, coming] = platform.checkouts;
  /** An instance, stopped or killed, gives way to one of the other release; once all have, they go back. */
  async function changeRelease(): Promise<string> {
    const ofRelease = () =>
      Object.values(platform.instances)
        .flat()
        .filter((each) => each.checkout === leaving);
    if (ofRelease().length === 0) [leaving, coming] = [coming, leaving];
    const victim = pick(ofRelease());
    const isKilled = victim.app !== 'gateway' && random() < 0.5;
    await (isKilled ? platform.killOne(victim) : stop(victim));
    await platform.startOne(victim.app, coming);
    const what = `${victim.app} ${isKilled ? 'killed' : 'stopped in order'}`;
    return `${what}, ${coming === platform.checkouts[0] ? 'this release' : 'the other release'} takes over`;
  }

  async function pauseInstance(): Promise<string> {
    const victim = instance();
    victim.pause();
    await delay(random() * PAUSE_MS);
    victim.resume();
    return `${victim.app} paused`;
  }

  const killServer = (name: string, server: CrashableServer) => async () => {
    await server.kill();
    await delay(random() * AWAY_MS);
    await server.start();
    return `${name} killed`;
  };
  const pauseServer = (name: string, server: CrashableServer) => async () => {
    await server.pause();
    await delay(random() * SERVER_PAUSE_MS);
    await server.resume();
    return `${name} paused`;
  };
  /** Not a fault, but an operator may do it at any moment, and anything may break meanwhile. */
  async function beginRebuild(): Promise<string> {
    const name = pick(READ_MODELS);
    const { status } = await platform.operator.post(`/manage/read-models/${name}/rebuild`, undefined);
    if (status === 202) return `rebuild of ${name} begun`;
    return status === 409 ? `${name} still being rebuilt` : `rebuild of ${name} refused for a while`;
  }

  if (platform.checkouts.length > 1) return [changeRelease, changeRelease, beginRebuild];
  return [
    beginRebuild,
    killInstance,
    killInstance,
    killInstance,
    stopInstance,
    pauseInstance,
    pauseInstance,
    killServer('Kafka', kafka),
    pauseServer('Kafka', kafka),
    killServer('MongoDB', mongodb),
    pauseServer('MongoDB', mongodb),
  ];
}

/** Causes faults until the time is over; gives the count of each. Everything runs again at the end. */
export async function breakThings(targets: Targets, seconds: number): Promise<Map<string, number>> {
  const faults = faultsOf(targets);
  const counts = new Map<string, number>();
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    const fault = faults[Math.floor(targets.random() * faults.length)];
    const done = await fault?.();
    if (done !== undefined) {
      counts.set(done, (counts.get(done) ?? 0) + 1);
      console.info(`  ${done}`);
    }
    await delay(targets.random() * BETWEEN_MS);
  }
  return counts;
}
