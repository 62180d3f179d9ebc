import { topics } from '@gatehouse/contracts';
import { type EventLog, startRelay } from '@gatehouse/event-log';
import { type Credentials, listen } from '@gatehouse/http';
import {
  type Clock,
  createClosers,
  createHealth,
  createMetrics,
  type Logger,
  type Sealer,
} from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { createAccessApp } from './app.ts';
import type { AccessConfig } from './config.ts';
import { startConsumers } from './consumers/start-consumers.ts';
import { createSettling } from './grant-settling.ts';
import { whenPublished } from './publication.ts';
import { openCollections } from './stores/collections.ts';
import { createEventMetrics, watchConsumers } from './watching.ts';

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

/** Starts access: relay, consumers, HTTP. Ready once its read models reached the end that the log had. */
export async function start(parts: AccessParts): Promise<RunningAccess> {
  const { config, log, store, eventLog, sealer, clock, credentials, processMetrics = false } = parts;
  const now = () => clock.now();
  const closers = createClosers(log);
  const metrics = createMetrics('access', { processMetrics });
  const health = createHealth();
  const collections = openCollections(store);
  const settle = createSettling({ ...collections, now });
  const eventMetrics = createEventMetrics(metrics);
  try {
    await eventLog.ensureTopics([
      topics.services,
      topics.grants,
      topics.users,
      topics.organisations,
      topics.invitations,
    ]);
    const relay = startRelay({
      store,
      log: eventLog,
      name: 'access',
      now,
      onBacklog: eventMetrics.onBacklog,
      onError: (err) => log.warn({ err }, 'the relay begins again'),
    });
    closers.add('relay', () => relay.close());
    const ping = async () => {
      await Promise.all([store.ping(), eventLog.ping()]);
    };
    const { onOutcome } = eventMetrics;
    const consumers = await startConsumers({ collections, eventLog, settle, now, log, ping, onOutcome });
    for (const { name, subscription } of consumers) closers.add(name, () => subscription.close());
    health.add('store', () => store.ping());
    watchConsumers(consumers, { metrics, health });
    const published = whenPublished(relay);
    const app = createAccessApp(
      { collections, sealer, settle, published, now },
      { credentials, log, health, metrics },
    );
    const listening = await listen(app, config);
    closers.add('http', () => listening.close());
    return { url: listening.url, port: listening.port, close: () => closers.closeAll() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
