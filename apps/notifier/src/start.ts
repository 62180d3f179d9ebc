import type { LookupFunction } from 'node:net';
import {
  createLogMetrics,
  type RunningApp,
  readyOnceCaughtUp,
  type ServiceDependencies,
  startServiceRelay,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { listen } from '@gatehouse/http';
import { createClosers, createHealth, createMetrics, newId } from '@gatehouse/runtime';
import { startServiceRegistry } from '@gatehouse/service-registry';
import { platformIdentity } from '@gatehouse/texts';
import { createApp } from './app.ts';
import type { NotifierConfig } from './config.ts';
import { deliveries as deliveriesDeclaration } from './delivery/deliveries.store.ts';
import { startPurge } from './delivery/purge.ts';
import { createDeliveryMetrics } from './dispatch/dispatch-metrics.ts';
import { documentLeases } from './dispatch/document-leases.ts';
import { createSenders, keepsEmails } from './dispatch/senders.ts';
import { startDispatch } from './dispatch/start-dispatch.ts';
import { storeLease } from './dispatch/store-lease.ts';
import { mailbox as mailboxDeclaration } from './mailbox/mailbox.store.ts';
import { createMailboxSite } from './mailbox/mailbox-site.ts';

/** What the notifier starts with. */
export interface NotifierDependencies extends ServiceDependencies<NotifierConfig> {
  /** Looks up the names of receivers and of the mail server. Default: the system's files and name servers. */
  lookup?: LookupFunction;
}

const CLOSE_WITHIN_MS = 11_700;

/** Starts the notifier: its relay, its consumer and worker, its HTTP side. Ready once it knows the services. */
export async function start(dependencies: NotifierDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, sealer, credentials, clock, processMetrics = false } = dependencies;
  const { publicUrl, lookup } = dependencies;
  const now = () => clock.now();
  const closers = createClosers(log);
  const metrics = createMetrics('notifier', { processMetrics, token: config.METRICS_TOKEN });
  const logMetrics = createLogMetrics(metrics);
  const health = createHealth();
  health.add('store', () => store.ping());
  const deliveries = store.collection(deliveriesDeclaration);
  const mailbox = store.collection(mailboxDeclaration);
  const failing = (what: string) => (err: unknown) => log.warn({ err }, what);

  try {
    await eventLog.ensureTopics([topics.deliveries, topics.invitations]);
    const relay = startServiceRelay({ name: 'notifier', store, eventLog, now, log, metrics });
    closers.add('relay', () => relay.close());

    const services = await startServiceRegistry({
      log: eventLog,
      logger: log,
      sealer,
      now,
      onSkipped: logMetrics.onSkipped,
    });
    closers.add('services', () => services.consumer.close());
    const replica = { 'notifier.services': services.consumer };
    readyOnceCaughtUp(health, replica);

    const senders = await createSenders({
      config,
      services: services.registry,
      sealer,
      mailbox,
      deliveries,
      publicUrl,
      lookup,
      now,
    });
    closers.add('senders', () => senders.close());
    const dispatch = await startDispatch({
      deliveries,
      send: senders.send,
      ready: services.consumer.caughtUp,
      eventLog,
      schedule: { stepsS: config.DELIVERY_SCHEDULE, random: Math.random },
      leases: config.distributed
        ? documentLeases(deliveries, newId(), now)
        : await storeLease(store.lease('deliveries'), {
            holder: newId(),
            now,
            onError: failing('the lease of deliveries is renewed later'),
          }),
      ping: async () => {
        await Promise.all([store.ping(), eventLog.ping()]);
      },
      metrics: createDeliveryMetrics(metrics),
      onOutcome: logMetrics.onOutcome,
      log,
      now,
    });
    closers.add('dispatch', () => dispatch.close());
    logMetrics.follow({ ...replica, 'notifier.deliveries': dispatch.subscription });
    const purge = startPurge({ deliveries, mailbox, now, onError: failing('nothing was purged') });
    closers.add('purge', () => purge.close());

    const identity = platformIdentity(config);
    const shown = keepsEmails(config)
      ? { mailbox, site: createMailboxSite({ identity, logo: config.logo }) }
      : undefined;
    const { redeliver, flush } = dispatch;
    const routed = { deliveries, flush, services: services.registry, redeliver, mailbox: shown };
    const app = createApp({ ...routed, credentials, log, health, metrics });
    const listening = await listen(app, { host: config.HOST, port: config.NOTIFIER_PORT, drainMs: 2_000 });
    log.info({ port: listening.port }, 'notifier listens');
    return {
      url: listening.url,
      port: listening.port,
      async close() {
        // Side by side: an attempt under way may need all of the time there is.
        await Promise.all([listening.close(), closers.closeAll(CLOSE_WITHIN_MS)]);
      },
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
