import {
  createLogMetrics,
  readyOnceCaughtUp,
  startServiceRelay,
  whenPublished,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import { type Credentials, listen } from '@gatehouse/http';
import {
  type Clock,
  createClosers,
  createHealth,
  createMetrics,
  createTicker,
  type Logger,
  newId,
  type Sealer,
} from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { createAccessApp } from './app.ts';
import { createApproverCounting } from './approver-counting.ts';
import { createApproverKeeping } from './approver-keeping.ts';
import type { AccessConfig } from './config.ts';
import { startConsumers } from './consumers/start-consumers.ts';
import { createSettling } from './grant-settling.ts';
import { createListProjection } from './list-projection.ts';
import { createWalks } from './list-walks.ts';
import { fillAllPlaces } from './place-filling.ts';
import { openCollections } from './stores/collections.ts';
import { watchApprovers } from './watch-approvers.ts';

/** What access runs on. Store and log are opened, and closed, by the caller. */
export interface AccessParts {
  config: AccessConfig;
  log: Logger;
  /** Opened with `collections`. */
  store: Store;
  eventLog: EventLog;
  /** Seals the API secrets. */
  sealer: Sealer;
  clock: Clock;
  /** Verifies what the gateway says of a caller. */
  credentials: Credentials;
  /** Adds memory, event loop and CPU to the metrics: for access as a process of its own. */
  processMetrics?: boolean;
}

export interface RunningAccess {
  url: string;
  port: number;
  /** Finishes requests and records under way, publishes what waits, and stops. */
  close(): Promise<void>;
}

/** How often lists are looked at for empty places, and the pause between two steps where there are some. */
const FILL_EVERY_MS = 60_000;
const FILL_ON_MS = 50;

/** Starts access: relay, consumers, HTTP. Ready once its read models reached the end that the log had. */
export async function start(parts: AccessParts): Promise<RunningAccess> {
  const { config, log, store, eventLog, sealer, clock, credentials, processMetrics = false } = parts;
  const now = () => clock.now();
  const closers = createClosers(log);
  const metrics = createMetrics('access', { processMetrics });
  const health = createHealth();
  const collections = openCollections(store);
  const settle = createSettling({ ...collections, now });
  const logMetrics = createLogMetrics(metrics);
  try {
    await eventLog.ensureTopics([
      topics.services,
      topics.grants,
      topics.users,
      topics.organisations,
      topics.invitations,
    ]);
    const relay = startServiceRelay({ name: 'access', store, eventLog, now, log, metrics });
    closers.add('relay', () => relay.close());
    const ping = async () => {
      await Promise.all([store.ping(), eventLog.ping()]);
    };
    const consumers = await startConsumers({
      collections,
      eventLog,
      settle,
      keepApprover: createApproverKeeping({ ...collections, now }),
      countApprovers: createApproverCounting({ ...collections, now }),
      project: createListProjection({ ...collections, now }),
      now,
      log,
      ping,
      onOutcome: logMetrics.onOutcome,
    });
    for (const [name, consumer] of Object.entries(consumers)) closers.add(name, () => consumer.close());
    health.add('store', () => store.ping());
    logMetrics.follow(consumers);
    readyOnceCaughtUp(health, consumers);
    watchApprovers(collections, metrics);
    const filling = createTicker({
      run: async () => ((await fillAllPlaces({ ...collections, now, newId })) ? FILL_ON_MS : undefined),
      intervalMs: FILL_EVERY_MS,
      onError: (err) => log.warn({ err }, 'empty places of the lists are filled later'),
    });
    closers.add('filling of places', () => filling.close());
    const published = whenPublished(relay);
    const noteWalk = createWalks({ ...collections, now, newId });
    const app = createAccessApp(
      { collections, sealer, settle, published, noteWalk, usersWindowDays: config.USERS_WINDOW_DAYS, now },
      { credentials, log, health, metrics },
    );
    const listening = await listen(app, { host: config.HOST, port: config.ACCESS_PORT });
    closers.add('http', () => listening.close());
    log.info({ port: listening.port }, 'access listens');
    return { url: listening.url, port: listening.port, close: () => closers.closeAll() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
