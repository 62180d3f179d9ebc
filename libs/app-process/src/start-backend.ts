import type { RequestListener } from 'node:http';
import {
  outboxAgeMs,
  type Relay,
  type SubscribeOptions,
  type Subscription,
  subscribe,
  type TopicDeclaration,
} from '@gatehouse/event-log';
import { listen } from '@gatehouse/http';
import {
  type Closers,
  createClosers,
  createHealth,
  createMetrics,
  type Health,
  type Metrics,
  type Sealer,
} from '@gatehouse/runtime';
import { type StartedServiceRegistry, startServiceRegistry } from '@gatehouse/service-registry';
import { type StartedSigningKeys, startSigningKeys } from '@gatehouse/signing-keys';
import { type Followed, lagOf } from './followed.ts';
import { createLogMetrics } from './log-metrics.ts';
import type { BackendDependencies, RunningApp } from './manifest.ts';
import { readyOnceCaughtUp } from './readiness.ts';
import { startBackendRelay } from './start-backend-relay.ts';

type ListenConfig = { HOST: string; METRICS_TOKEN?: string | undefined };

export interface ServiceSettings {
  /** Of its relay, its metrics and its log lines. */
  name: string;
  port: number;
  /** Those that it publishes or reads: made where they are missing. */
  topics: readonly TopicDeclaration[];
  /** Where work under way may need all of the time, HTTP closes at the same time as the rest. */
  closing?: { drainMs: number; withinMs: number };
}

/** Starts a consumer of the service: `subscribe` with what all of its consumers share. */
export type Subscribe = (
  consumer: Omit<SubscribeOptions, 'log' | 'now' | 'logger' | 'onOutcome'>,
) => Promise<Subscription>;

/** What every service has while it runs. */
export interface StartedParts {
  now: () => number;
  closers: Closers;
  metrics: Metrics;
  /** Has the store's check already. */
  health: Health;
  relay: Relay;
  /** For consumers that come and go: their caller closes them. */
  subscribe: Subscribe;
  /** For consumers that run as long as the service: closed with it, and in its metrics by their groups. */
  consume: Subscribe;
  /** More consumers for the metrics, as they are at the moment. Called at most once. */
  alsoMeasure(consumers: () => Followed): void;
  /** The services, in memory. The service is ready once it has them. */
  followServices(options?: { sealer?: Sealer }): Promise<StartedServiceRegistry>;
  /** The keys that sign tokens, in memory. The service is ready once it has them. */
  followSigningKeys(options?: { sealer?: Sealer }): Promise<StartedSigningKeys>;
}

/** Starts what all services have, then what `compose` adds, and listens with the app that it gives. */
export async function startBackend(
  { name, port, topics, closing }: ServiceSettings,
  dependencies: Omit<BackendDependencies<ListenConfig>, 'credentials' | 'sealer' | 'publicUrl'>,
  compose: (service: StartedParts) => Promise<RequestListener>,
): Promise<RunningApp> {
  const { config, log, store, eventLog, clock, processMetrics = false } = dependencies;
  const now = () => clock.now();
  const closers = createClosers(log);
  const metrics = createMetrics(name, { processMetrics, token: config.METRICS_TOKEN });
  const logMetrics = createLogMetrics(metrics);
  const health = createHealth();
  health.add('store', () => store.ping());
  const ping = async () => {
    await Promise.all([store.ping(), eventLog.ping()]);
  };
  const shared = { log: eventLog, now, ping, logger: log, onOutcome: logMetrics.onOutcome };
  try {
    await eventLog.ensureTopics(topics);
    const relay = startBackendRelay({ name, store, log: eventLog, now }, log, metrics);
    closers.add('relay', () => relay.close());
    const measured: Record<string, Followed[string]> = {};
    let others: () => Followed = () => ({});
    function keep<T extends Followed[string]>(group: string, consumer: T): T {
      measured[group] = consumer;
      closers.add(group, () => consumer.close());
      return consumer;
    }
    const subscribeHere: Subscribe = (consumer) => subscribe({ ...shared, ...consumer });
    const app = await compose({
      now,
      closers,
      metrics,
      health,
      relay,
      subscribe: subscribeHere,
      consume: async (consumer) => keep(consumer.group, await subscribeHere(consumer)),
      alsoMeasure(consumers) {
        others = consumers;
      },
      async followServices({ sealer } = {}) {
        const { onSkipped } = logMetrics;
        const started = await startServiceRegistry({ log: eventLog, logger: log, sealer, now, onSkipped });
        readyOnceCaughtUp(health, { [`${name}.services`]: keep(`${name}.services`, started.consumer) });
        return started;
      },
      async followSigningKeys({ sealer } = {}) {
        const { onSkipped } = logMetrics;
        const started = await startSigningKeys({ log: eventLog, logger: log, sealer, onSkipped });
        const group = `${name}.signing-keys`;
        readyOnceCaughtUp(health, { [group]: keep(group, started.consumer) });
        return started;
      },
    });
    const followed = () => ({ ...measured, ...others() });
    logMetrics.follow(followed);
    health.measure('outboxAgeMs', () => outboxAgeMs(store.outbox, now()));
    health.measure('lag', () => lagOf(followed()));
    const { drainMs, withinMs } = closing ?? {};
    const listening = await listen(app, { host: config.HOST, port, ...(drainMs && { drainMs }) });
    if (closing === undefined) closers.add('http', () => listening.close());
    log.info({ port: listening.port }, `${name} listens`);
    return {
      url: listening.url,
      port: listening.port,
      async close() {
        await Promise.all([closing && listening.close(), closers.closeAll(withinMs)]);
      },
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
