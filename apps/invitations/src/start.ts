import {
  type RunningApp,
  readyOnceCaughtUp,
  type ServiceDependencies,
  startService,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { openReadModel, type Pace } from '@gatehouse/read-models';
import { retryUntilOpen } from '@gatehouse/runtime';
import { platformIdentity } from '@gatehouse/texts';
import { createApp } from './app.ts';
import type { InvitationsConfig } from './config.ts';
import { openJourney } from './process/open-dependencies.ts';
import { startConsumers } from './process/start-consumers.ts';
import { startTickers } from './process/start-tickers.ts';
import { copies } from './projections/projections.ts';
import { runCopies, USERS_GROUP } from './projections/run-projections.ts';
import { createPages } from './registration-pages/render.ts';

/** What invitations starts with. */
export interface InvitationsDependencies extends ServiceDependencies<InvitationsConfig> {
  /** See `startTickers`. */
  tickIntervalMs?: number;
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

const DAY_MS = 86_400_000;

/** Starts invitations: the relay, what follows the log and the clock, and the HTTP side. */
export async function start(dependencies: InvitationsDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, sealer, credentials, clock, pace } = dependencies;
  const { users, organisations, services, grants, invitations, deliveries } = topics;
  const settings = {
    name: 'invitations',
    port: config.INVITATIONS_PORT,
    topics: [users, organisations, services, grants, invitations, deliveries],
  };
  return startService(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe, consume } = service;
    const { registry } = await service.followServices();

    const ttlMs = Math.max(1, Math.round(config.INVITATION_TTL_DAYS * DAY_MS));
    const openCopies = () => openReadModel({ store, declaration: copies, now, ...(pace && { pace }) });
    const model = await retryUntilOpen('store', openCopies, { log });
    const journey = openJourney({
      store,
      copies: model.collections,
      services: registry,
      sealer,
      clock,
      ttlMs,
      log,
    });
    const kept = await runCopies({ copies: model, store, eventLog, journey, subscribe, pace });
    closers.add('copies', () => kept.close());
    await startConsumers({
      consume,
      journey,
      usersReachEnd: (timeoutMs) => kept.reachEnd(USERS_GROUP, timeoutMs),
      pingStore: () => store.ping(),
    });
    service.alsoMeasure(() => kept.consumers());
    // The copies only: the others are work to do, which more instances are to help with.
    readyOnceCaughtUp(health, { [kept.name]: kept });

    const { tickIntervalMs: intervalMs } = dependencies;
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
    const pages = createPages({
      identity: platformIdentity(config),
      logo: config.logo,
      publicUrl: dependencies.publicUrl,
    });
    return createApp({
      journey,
      pages,
      readModels: [kept],
      allowPrivateCallbacks,
      credentials,
      health,
      metrics,
    });
  });
}
