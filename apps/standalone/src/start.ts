import { start as startAccess } from '@gatehouse/access/start';
import { start as startDirectory } from '@gatehouse/directory/start';
import { mailboxRule } from '@gatehouse/gateway/config';
import { loadOpenApi } from '@gatehouse/gateway/documents';
import { start as startGateway } from '@gatehouse/gateway/start';
import { createCredentials } from '@gatehouse/http';
import { start as startInvitations } from '@gatehouse/invitations/start';
import { start as startNotifier } from '@gatehouse/notifier/start';
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
import type { Engines } from './engines.ts';
import { holdFreePort } from './free-port.ts';

export interface StartOptions {
  config: StandaloneConfig;
  keys: Keys;
  engines: Engines;
  clock: Clock;
  closers: Closers;
  /** An app's log, by its name. */
  logFor: (app: string) => Logger;
}

export interface Started {
  /** The gateway, as this machine reaches it. */
  url: string;
  /** What links begin with. */
  publicUrl: string;
}

/** Starts all five apps in this process. Ready, at the gateway's `/readyz`, when all of them are. */
export async function start(options: StartOptions): Promise<Started> {
  const { config, keys, engines, clock, closers, logFor } = options;
  const sealer = createSealer(keys.MASTER_KEY);
  const { tls } = config;
  const held = config.GATEWAY_PORT === 0 ? await holdFreePort(config.HOST) : undefined;
  const gatewayPort = held?.port ?? config.GATEWAY_PORT;
  const publicUrl = config.PUBLIC_URL ?? `${tls === undefined ? 'http' : 'https'}://localhost:${gatewayPort}`;
  const partsOf = (app: 'directory' | 'access' | 'invitations' | 'notifier') => ({
    config,
    log: logFor(app),
    store: engines[app],
    eventLog: engines.eventLog,
    sealer,
    credentials: createCredentials(keys.INTERNAL_KEY, clock),
    clock,
    publicUrl,
  });

  const services = await Promise.all([
    startDirectory(partsOf('directory')),
    startAccess(partsOf('access')),
    startInvitations(partsOf('invitations')),
    startNotifier(partsOf('notifier')),
  ]);
  const [directory, access, invitations, notifier] = services;
  closers.add('services', () => Promise.all([directory.close(), access.close(), invitations.close()]));
  // Callbacks under way may need all of the time that there is: the notifier does not wait for its turn.
  let notifierClosing: Promise<void> | undefined;
  const closeNotifier = () => {
    notifierClosing ??= notifier.close();
    return notifierClosing;
  };
  closers.add('notifier', closeNotifier);

  const health = createHealth();
  for (const { url } of services) {
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
      urls: {
        directory: directory.url,
        access: access.url,
        invitations: invitations.url,
        notifier: notifier.url,
      },
      tls,
      audience: config.AUDIENCE,
      rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
      mailbox: mailboxRule(config),
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
