import { randomBytes, randomUUID } from 'node:crypto';
import { type AppName, appNames, backendNames, urlVariable } from '@gatehouse/contracts';
import { type AppProcess, appProcess } from './app-process.ts';
import { balancer } from './balancer.ts';
import { documentedClient } from './documented-client.ts';
import type { PlatformUnderTest } from './platform-process.ts';
import { CHECKOUT, type Program } from './program.ts';
import { smtpMailbox } from './smtp-mailbox.ts';

export interface DistributedOptions {
  /** The servers, as `mongodb://host:port` and `kafka://host:port`. */
  mongodbUrl: string;
  kafkaUrl: string;
  /** How many of each app; default one. */
  instances?: Partial<Record<AppName, number>>;
  /** Another checkout, of an older or newer release: every second instance of an app is of it. */
  beside?: string;
  env?: Record<string, string>;
}

/** The platform as separate processes on MongoDB and Kafka. It shares its servers with others, by names of its own. */
export interface DistributedPlatform extends PlatformUnderTest {
  /** The processes that run, by app. */
  readonly instances: Readonly<Record<AppName, AppProcess[]>>;
  /** The environment of the processes. */
  readonly env: Readonly<Record<string, string>>;
  /** The checkouts whose releases run side by side, this one first. */
  readonly checkouts: readonly string[];
  /** Starts another instance, of this checkout by default, and waits until it is ready. Another gateway takes the port of the first. */
  startOne(app: AppName, checkout?: string): Promise<AppProcess>;
  /** Kills one as by `kill -9`. */
  killOne(instance: AppProcess): Promise<void>;
  /** Stops one; gives its exit code. It gets no new connections. */
  stopOne(instance: AppProcess): Promise<number | null>;
}

/** Starts all processes at once, and waits until each is ready. */
export async function distributedPlatform(options: DistributedOptions): Promise<DistributedPlatform> {
  const name = `t${randomUUID().slice(0, 8)}`;
  const checkouts = [CHECKOUT, ...(options.beside === undefined ? [] : [options.beside])];
  const mailbox = await smtpMailbox();
  const balancers = Object.fromEntries(
    await Promise.all(appNames.map(async (app) => [app, await balancer()] as const)),
  );
  const operatorSecret = options.env?.OPERATOR_SECRET ?? randomBytes(32).toString('base64');
  const env: Record<string, string> = {
    HOST: '127.0.0.1',
    STORE_URL: `${options.mongodbUrl.split('?')[0]?.replace(/\/$/, '')}/${name}${/\?.*/.exec(options.mongodbUrl)?.[0] ?? ''}`,
    EVENTS_URL: `${options.kafkaUrl}?partitions=6&prefix=${name}`,
    EMAIL_URL: mailbox.smtpUrl,
    OPERATOR_SECRET: operatorSecret,
    MASTER_KEY: randomBytes(32).toString('base64'),
    INTERNAL_KEY: randomBytes(32).toString('base64'),
    ALLOW_PRIVATE_CALLBACKS: 'true',
    RATE_LIMIT_PER_MINUTE: '0',
    GATEWAY_URL: balancers.gateway?.url ?? '',
    ...Object.fromEntries(backendNames.map((app) => [urlVariable(app), balancers[app]?.url ?? ''])),
    ...options.env,
  };
  const instances = Object.fromEntries(appNames.map((app) => [app, [] as AppProcess[]])) as Record<
    AppName,
    AppProcess[]
  >;
  const everStarted: Program[] = [];

  function spread(app: AppName): void {
    balancers[app]?.use(instances[app].map(({ port }) => port));
  }

  async function startOne(app: AppName, checkout = CHECKOUT): Promise<AppProcess> {
    const onStart = (program: Program) => void everStarted.push(program);
    const instance = await appProcess(app, env, { checkout, onStart });
    if (app === 'gateway') env.GATEWAY_PORT = String(instance.port);
    instances[app].push(instance);
    spread(app);
    return instance;
  }

  function withdraw(instance: AppProcess): void {
    instances[instance.app] = instances[instance.app].filter((each) => each !== instance);
    spread(instance.app);
  }

  async function killOne(instance: AppProcess): Promise<void> {
    await instance.kill();
    withdraw(instance);
  }

  function stopOne(instance: AppProcess): Promise<number | null> {
    withdraw(instance);
    return instance.stop();
  }

  async function close(): Promise<void> {
    await Promise.all(everStarted.map((instance) => instance.kill()));
    await Promise.all([mailbox.close(), ...Object.values(balancers).map((each) => each.close())]);
  }

  try {
    // Links begin with the gateway's address, which is known once it listens.
    const gateway = await startOne('gateway');
    env.PUBLIC_URL ??= gateway.url;
    const starting = backendNames.flatMap((app) =>
      Array.from({ length: options.instances?.[app] ?? 1 }, (_, index) =>
        startOne(app, checkouts[index % checkouts.length]),
      ),
    );
    await Promise.all(starting);
    return {
      url: gateway.url,
      mailboxUrl: mailbox.url,
      operator: documentedClient(gateway.url, 'operator', operatorSecret),
      operatorSecret,
      instances,
      checkouts,
      env,
      startOne,
      killOne,
      stopOne,
      output: () => everStarted.map((each) => each.output()).join(''),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
