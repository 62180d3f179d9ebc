import { setTimeout as delay } from 'node:timers/promises';
import { type AppName, appNames } from '@gatehouse/contracts';
import { type CrashableServer, crashableKafka, crashableMongodb } from '@gatehouse/testing';
import { distributedPlatform } from '../../apps/platform-e2e/src/testing/distributed-platform.ts';
import { platformProcess } from '../../apps/platform-e2e/src/testing/platform-process.ts';
import type { Part } from './parts.ts';

/** A platform to kill, under the same address and secret throughout. */
export interface KilledPlatform {
  url: string;
  operatorSecret: string;
  eventsUrl: string;
  parts: readonly Part[];
  /** What its processes logged. */
  output(): string;
  close(): Promise<void>;
}

type Environment = Record<string, string>;

/** One process with all apps, on the embedded engines. */
export async function standalone(dataDir: string, env: Environment): Promise<KilledPlatform> {
  let platform = await platformProcess({ dataDir, env });
  const earlier: string[] = [];
  const { url, operatorSecret } = platform;
  const fixed = { ...env, GATEWAY_PORT: new URL(url).port };
  const part = {
    name: 'platform',
    weight: 3,
    async killAndStart() {
      await platform.kill();
      earlier.push(platform.output());
      platform = await platformProcess({ dataDir, env: fixed });
    },
  };
  return {
    url,
    operatorSecret,
    eventsUrl: 'sqlite:',
    parts: [part],
    output: () => [...earlier, platform.output()].join(''),
    close: () => platform.kill(),
  };
}

/** How long the broker and the database stay away. */
const AWAY_MS = 3_000;

/** Each app a process of its own, two notifiers, on a MongoDB and a Kafka that are killed as well. */
export async function distributed(random: () => number, env: Environment): Promise<KilledPlatform> {
  const [mongodb, kafka] = [await crashableMongodb('kills'), await crashableKafka('kills')];
  if ('skipped' in mongodb || 'skipped' in kafka)
    throw new Error(
      'there is nothing to kill: no Docker, neither --mongodb nor --kafka; see the head of kills.ts',
    );
  const stop = async () => void (await Promise.all([mongodb.stop(), kafka.stop()]));
  const platform = await distributedPlatform({
    ...{ mongodbUrl: mongodb.url, kafkaUrl: kafka.url, env },
    instances: { notifier: 2 },
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  const ofApp = (app: AppName): Part => ({
    name: app,
    weight: app === 'notifier' ? 4 : 1,
    async killAndStart() {
      const running = platform.instances[app];
      const victim = running[Math.floor(random() * running.length)];
      if (victim === undefined) throw new Error(`no ${app} runs`);
      await platform.killOne(victim);
      await platform.startOne(app);
    },
  });
  const server = (name: string, { kill, start }: CrashableServer): Part => ({
    ...{ name, weight: 2 },
    async killAndStart() {
      await kill();
      await delay(random() * AWAY_MS);
      await start();
    },
  });
  return {
    url: platform.url,
    operatorSecret: platform.operatorSecret,
    eventsUrl: platform.env.EVENTS_URL ?? '',
    parts: [
      ...appNames.filter((app) => platform.instances[app].length > 0).map(ofApp),
      server('database', mongodb),
      server('broker', kafka),
    ],
    output: platform.output,
    async close() {
      await platform.close();
      await stop();
    },
  };
}
