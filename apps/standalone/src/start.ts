import { type BackendDependencies, publicUrlOf } from '@gatehouse/app-process';
import { mailboxRule } from '@gatehouse/gateway/config';
import { loadOpenApi } from '@gatehouse/gateway/documents';
import { start as startGateway } from '@gatehouse/gateway/start';
import { createCredentials } from '@gatehouse/http';
import {
  type Clock,
  type Closers,
  createHealth,
  createMetrics,
  createSealer,
  type Keys,
  type Logger,
} from '@gatehouse/runtime';
import { platformIdentity } from '@gatehouse/texts';
import { request } from 'undici';
import type { StandaloneConfig } from './config.ts';
import { type Engines, forEachBackend } from './engines.ts';
import { holdFreePort } from './free-port.ts';

/** What the platform in one process starts with. */
export interface StandaloneDependencies {
  config: StandaloneConfig;
  keys: Keys;
  engines: Engines;
  clock: Clock;
  closers: Closers;
  /** An app's log, by its name. */
  logFor: (app: string) => Logger;
}

export interface RunningPlatform {
  /** The gateway, as this machine reaches it. */
  url: string;
  /** What links begin with. */
  publicUrl: string;
}

/** Starts all apps in this process. Ready, at the gateway's `/readyz`, when all of them are. */
export async function start(dependencies: StandaloneDependencies): Promise<RunningPlatform> {
  const { config, keys, engines, clock, closers, logFor } = dependencies;
  const held = config.GATEWAY_PORT === 0 ? await holdFreePort(config.HOST) : undefined;
  const gatewayPort = held?.port ?? config.GATEWAY_PORT;
  const publicUrl = publicUrlOf(config, gatewayPort);
  const shared: Omit<BackendDependencies<StandaloneConfig>, 'log' | 'store'> = {
    // The console calls the gateway as the operator: at the port that was taken, with the secret that was made.
    config: { ...config, GATEWAY_PORT: gatewayPort, OPERATOR_SECRET: keys.OPERATOR_SECRET },
    ...{ eventLog: engines.eventLog, clock, publicUrl },
    sealer: createSealer(keys.MASTER_KEY),
    credentials: createCredentials(keys.INTERNAL_KEY, clock),
  };
  const running = await forEachBackend((service) =>
    service.start({ ...shared, log: logFor(service.name), store: engines.stores[service.name] }),
  );
  const { notifier, ...others } = running;
  closers.add('services', () => Promise.all(Object.values(others).map((app) => app.close())));
  // Callbacks under way may need all the time there is: the notifier closes from the beginning.
  let notifierClosing: Promise<void> | undefined;
  const closeNotifier = () => {
    notifierClosing ??= notifier.close();
    return notifierClosing;
  };
  closers.add('notifier', closeNotifier);

  const health = createHealth();
  for (const { url } of Object.values(running)) {
    health.add(url, async () => {
      const { statusCode, body } = await request(`${url}/readyz`);
      await body.dump();
      if (statusCode !== 200) throw new Error('not ready');
    });
  }
  await held?.release();
  const gateway = await startGateway({
    config: {
      host: config.HOST,
      port: gatewayPort,
      urls: await forEachBackend(({ name }) => running[name].url),
      tls: config.tls,
      audience: config.AUDIENCE,
      publicUrl,
      issuer: config.ISSUER ?? publicUrl,
      rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
      trustedProxies: config.TRUSTED_PROXIES ?? 0,
      mailbox: mailboxRule(config),
      operatorConsole: config.OPERATOR_CONSOLE,
      identity: platformIdentity(config),
      logo: config.logo,
      secureCookies: /^https:/i.test(publicUrl),
    },
    keys,
    log: logFor('gateway'),
    eventLog: engines.eventLog,
    clock,
    health,
    metrics: createMetrics('gateway', { processMetrics: true, token: config.METRICS_TOKEN }),
    openApi: loadOpenApi(),
  });
  closers.add('gateway', () => {
    void closeNotifier();
    return gateway.close();
  });
  return { url: gateway.url, publicUrl };
}
