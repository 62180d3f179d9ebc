import {
  type BackendDependencies,
  type RunningApp,
  readyOnceCaughtUp,
  startBackend,
} from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import { audienceOfAny, topics } from '@gatehouse/contracts';
import { openReadModel, type Pace } from '@gatehouse/read-models';
import { retryUntilOpen } from '@gatehouse/runtime';
import { platformIdentity } from '@gatehouse/texts';
import { createApp } from './app.ts';
import type { InvitationsConfig } from './config.ts';
import { invitationsCollection, openInvitations } from './invitation/invitations.store.ts';
import { trackUnderWay } from './invitation/under-way.ts';
import type { ProcessDependencies } from './process/dependencies.ts';
import { onNewcomer } from './process/on-newcomer.ts';
import { onUser } from './process/on-user.ts';
import { startConsumers } from './process/start-consumers.ts';
import { startTickers } from './process/start-tickers.ts';
import { openOrganisations } from './projections/organisations.store.ts';
import { projections } from './projections/read-model.ts';
import { runProjections, USERS_GROUP } from './projections/run-projections.ts';
import { openUsers } from './projections/users.store.ts';
import { createLinkSecrets } from './registration/link-secrets.ts';
import { openRegistrations, registrationsCollection } from './registration/registrations.store.ts';
import { createPages } from './registration-pages/render.ts';

/** What invitations starts with. */
export interface InvitationsDependencies extends BackendDependencies<InvitationsConfig> {
  /** See `startTickers`. */
  tickIntervalMs?: number;
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

const DAY_MS = 86_400_000;

/** Starts invitations: the relay, what follows the log and the clock, and the HTTP side. */
export async function start(dependencies: InvitationsDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, sealer, credentials, clock, pace } = dependencies;
  const { users, organisations, services, grants, invitations, challenges, deliveries } = topics;
  const settings = {
    name: 'invitations',
    port: config.INVITATIONS_PORT,
    topics: [users, organisations, services, grants, invitations, challenges, deliveries],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe, consume } = service;
    const { registry } = await service.followServices();

    const open = () => openReadModel({ store, declaration: projections, now, ...(pace && { pace }) });
    const model = await retryUntilOpen('store', open, { log });
    const processDependencies: ProcessDependencies = {
      invitations: openInvitations(store.collection(invitationsCollection), now, (id) =>
        audienceOfAny([id], registry.byId),
      ),
      underWay: trackUnderWay({ now }),
      registrations: openRegistrations(store.collection(registrationsCollection), now),
      users: openUsers(model.collections.users, now),
      organisations: openOrganisations(model.collections.organisations, now),
      services: registry,
      secrets: createLinkSecrets(sealer),
      clock,
      ttlMs: Math.max(1, Math.round(config.INVITATION_TTL_DAYS * DAY_MS)),
      log,
    };
    const newcomers = await consume({
      group: 'invitations.newcomers',
      ...consumerOf({
        'gatehouse.signin.challenge.v1': (event) => onNewcomer(processDependencies, event),
      }),
    });
    const acting = {
      ...processDependencies,
      newcomersReachEnd: (timeoutMs: number) => newcomers.reachEnd(timeoutMs),
    };
    const running = await runProjections({
      ...{ projections: model, store, eventLog, subscribe, clock, log, pace },
      onUser: (generation, event) => onUser(acting, generation, event),
    });
    closers.add('projections', () => running.close());
    await startConsumers({
      consume,
      dependencies: processDependencies,
      usersReachEnd: (timeoutMs) => running.reachEnd(USERS_GROUP, timeoutMs),
      pingStore: () => store.ping(),
    });
    service.alsoMeasure(() => running.consumers());
    // The projections only: the others are work to do, which more instances are to help with.
    readyOnceCaughtUp(health, { [running.name]: running });

    const { tickIntervalMs: intervalMs } = dependencies;
    const overdue = metrics.gauge(
      'overdue_command_requests',
      'Command requests without a reply for ten minutes',
    );
    const tickers = startTickers({
      dependencies: processDependencies,
      onOverdueCommandRequests: (count) => overdue.set(count),
      ...(intervalMs !== undefined && { intervalMs }),
    });
    for (const ticker of tickers) closers.add('ticker', () => ticker.close());

    const allowPrivateCallbacks = config.ALLOW_PRIVATE_CALLBACKS;
    const pages = createPages({
      identity: platformIdentity(config),
      logo: config.logo,
      publicUrl: dependencies.publicUrl,
    });
    const parts = { pages, readModels: [running], allowPrivateCallbacks, credentials, health, metrics };
    return createApp({ ...processDependencies, ...parts });
  });
}
