import type { RequestListener } from 'node:http';
import {
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
} from '@gatehouse/runtime';
import { createLogMetrics, type LogMetrics } from './log-metrics.ts';
import type { RunningApp, ServiceDependencies } from './manifest.ts';
import { startServiceRelay } from './start-service-relay.ts';

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
  logMetrics: LogMetrics;
  /** Has the store's check already. */
  health: Health;
  relay: Relay;
  subscribe: Subscribe;
}

/** Starts what all services have, then what `compose` adds, and listens with the app that it gives. */
export async function startService(
  { name, port, topics, closing }: ServiceSettings,
  {
    config,
    log,
    store,
    eventLog,
    clock,
    processMetrics = false,
  }: Pick<
    ServiceDependencies<{ HOST: string; METRICS_TOKEN?: string | undefined }>,
    'config' | 'log' | 'store' | 'eventLog' | 'clock' | 'processMetrics'
  >,
  compose: (service: StartedParts) => Promise<RequestListener>,
): Promise<RunningApp> {
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
    const relay = startServiceRelay({ name, store, eventLog, now, log, metrics });
    closers.add('relay', () => relay.close());
    const app = await compose({
      now,
      closers,
      metrics,
      logMetrics,
      health,
      relay,
      subscribe: (consumer) => subscribe({ ...shared, ...consumer }),
    });
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
