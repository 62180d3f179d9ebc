import { createLogMetrics, readyOnceCaughtUp, startServiceRelay } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import { type Credentials, listen } from '@gatehouse/http';
import { openReadModel, type Pace } from '@gatehouse/read-models';
import {
  type Clock,
  createClosers,
  createHealth,
  createMetrics,
  type Logger,
  patiently,
  type Sealer,
} from '@gatehouse/runtime';
import { startServiceRegistry } from '@gatehouse/service-registry';
import type { Store } from '@gatehouse/store';
import { platformIdentity } from '@gatehouse/texts';
import { createApp } from './app.ts';
import type { InvitationsConfig } from './config.ts';
import { openJourney } from './process/open-dependencies.ts';
import { startConsumers } from './process/start-consumers.ts';
import { startTickers } from './process/start-tickers.ts';
import { copies } from './projections/projections.ts';
import { runCopies, USERS_GROUP } from './projections/run-projections.ts';
import { createPages } from './registration-pages/render.ts';

export interface StartOptions {
  config: InvitationsConfig;
  log: Logger;
  /** Opened with this app's `collections`; closed by who opened it, as the event log is. */
  store: Store;
  eventLog: EventLog;
  /** Seals links and codes for the notifier. */
  sealer: Sealer;
  credentials: Credentials;
  /** What links in emails begin with; a function where that is known only later. */
  publicUrl: string | (() => string);
  clock: Clock;
  /** Whether `/metrics` tells of the process too: once in each process. Default false. */
  processMetrics?: boolean;
  /** See `startTickers`. */
  tickIntervalMs?: number;
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

export interface Started {
  url: string;
  port: number;
  /** Lets what is under way finish, and stops. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Starts invitations: the relay, what follows the log and the clock, and the HTTP side. */
export async function start(options: StartOptions): Promise<Started> {
  const { config, log, store, eventLog, sealer, credentials, clock, pace } = options;
  const { processMetrics = false } = options;
  const closers = createClosers(log);
  const metrics = createMetrics('invitations', { processMetrics, token: config.METRICS_TOKEN });
  const logMetrics = createLogMetrics(metrics);
  const now = () => clock.now();
  const health = createHealth();
  health.add('store', () => store.ping());
  try {
    const { invitations, deliveries } = topics;
    const read = [topics.users, topics.organisations, topics.services, topics.grants];
    await eventLog.ensureTopics([...read, invitations, deliveries]);
    const relay = startServiceRelay({ name: 'invitations', store, eventLog, now, log, metrics });
    closers.add('relay', () => relay.close());
    const registered = await startServiceRegistry({
      log: eventLog,
      logger: log,
      now,
      onSkipped: logMetrics.onSkipped,
    });
    closers.add('services', () => registered.consumer.close());

    const ttlMs = Math.max(1, Math.round(config.INVITATION_TTL_DAYS * DAY_MS));
    const openCopies = () => openReadModel({ store, declaration: copies, now, ...(pace && { pace }) });
    const model = await patiently('store', openCopies, { log });
    const journey = openJourney({
      store,
      copies: model.collections,
      services: registered.registry,
      sealer,
      clock,
      ttlMs,
      log,
    });
    const { onOutcome } = logMetrics;
    const kept = await runCopies({ copies: model, store, eventLog, journey, onOutcome, pace });
    closers.add('copies', () => kept.close());
    const consumers = await startConsumers({
      eventLog,
      journey,
      usersReachEnd: (timeoutMs) => kept.reachEnd(USERS_GROUP, timeoutMs),
      pingStore: () => store.ping(),
      onOutcome,
    });
    for (const [name, consumer] of Object.entries(consumers)) closers.add(name, () => consumer.close());
    const services = { 'invitations.services': registered.consumer };
    logMetrics.follow(() => ({ ...services, ...kept.consumers(), ...consumers }));
    // The copies only: the others are work to do, which more instances are to help with.
    readyOnceCaughtUp(health, { ...services, [kept.name]: kept });

    const { tickIntervalMs: intervalMs } = options;
    const overdue = metrics.gauge(
      'overdue_command_requests',
      'Command requests that nobody has answered for ten minutes',
    );
    const onOverdueCommandRequests = (count: number) => overdue.set(count);
    const tickers = startTickers({
      journey,
      onOverdueCommandRequests,
      ...(intervalMs !== undefined && { intervalMs }),
    });
    for (const ticker of tickers) closers.add('ticker', () => ticker.close());

    const allowPrivateCallbacks = config.ALLOW_PRIVATE_CALLBACKS;
    const { publicUrl } = options;
    const pages = createPages({
      identity: platformIdentity(config),
      logo: config.logo,
      publicUrl: typeof publicUrl === 'string' ? () => publicUrl : publicUrl,
    });
    const app = createApp({
      journey,
      pages,
      readModels: [kept],
      allowPrivateCallbacks,
      credentials,
      health,
      metrics,
    });
    const listening = await listen(app, { host: config.HOST, port: config.INVITATIONS_PORT });
    closers.add('http', () => listening.close());
    log.info({ port: listening.port }, 'invitations listens');
    return { url: listening.url, port: listening.port, close: () => closers.closeAll() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
