import {
  type BackendDependencies,
  type RunningApp,
  readyOnceCaughtUp,
  startBackend,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { createSubscriptionsApi } from '@gatehouse/outgoing';
import type { Pace } from '@gatehouse/read-models';
import { createTicker, perMinute } from '@gatehouse/runtime';
import { createApp } from './app.ts';
import { eraseAttributesOnRemoval } from './attributes/on-user.ts';
import { sweepAttributes } from './attributes/sweep.ts';
import type { AccountsConfig } from './config.ts';
import { openParts } from './open-parts.ts';
import { startPeople } from './people/start-people.ts';
import { accountProviderCollection } from './provider/provider.store.ts';
import { endSessionsOnChange } from './sessions/on-user.ts';

const HOUR_MS = 3_600_000;
const SWEEP_MS = 600_000;
/** Of a subscription, by one session. */
const CHECKS_PER_MINUTE = 60;

/** What accounts starts with. */
export interface AccountsDependencies extends BackendDependencies<AccountsConfig> {
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

/** Starts accounts: the relay, what follows the log, and the HTTP side. */
export async function start(dependencies: AccountsDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, credentials, publicUrl, pace } = dependencies;
  const { users, services, accountIdentities, accountAttributes, accountProviders } = topics;
  const settings = {
    name: 'accounts',
    port: config.ACCOUNTS_PORT,
    topics: [users, services, accountIdentities, accountAttributes, accountProviders],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe } = service;
    const { registry: clients } = await service.followServices();
    const parts = openParts(dependencies, now);
    const { people, readModel } = await startPeople({
      ...{ store, eventLog, subscribe, now, log, pace },
      async onUser(event, users) {
        await endSessionsOnChange({ ...parts, users }, event);
        await eraseAttributesOnRemoval({ ...parts, users }, event);
      },
    });
    closers.add('projections', () => readModel.close());
    service.alsoMeasure(() => readModel.consumers());
    readyOnceCaughtUp(health, { [readModel.name]: readModel });

    const purging = createTicker({
      async run() {
        await parts.sessions.purge();
        return undefined;
      },
      intervalMs: HOUR_MS,
      onError: (err) => log.warn({ err }, 'what ended is deleted later'),
    });
    closers.add('purging', () => purging.close());

    const sweeping = createTicker({
      async run() {
        await sweepAttributes({ ...parts, now });
        return undefined;
      },
      intervalMs: SWEEP_MS,
      onError: (err) => log.warn({ err }, 'values of attributes are looked through later'),
    });
    closers.add('sweeping', () => sweeping.close());

    const { SUBSCRIPTIONS_URL: url, SUBSCRIPTIONS_TOKEN: token } = config;
    const subscriptions =
      url === undefined ? undefined : createSubscriptionsApi({ url, token, totalMs: 2_000 });
    closers.add('subscriptions', () => subscriptions?.close());

    async function routes() {
      const { routesOf } = await import('./routes.ts');
      return routesOf({
        ...{ ...parts, clients, people, now, readModels: [readModel], wakeSweep: sweeping.wake },
        ...{ subscriptions, checks: perMinute(CHECKS_PER_MINUTE, now) },
        accountProvider: store.collection(accountProviderCollection),
      });
    }
    return createApp({ routes, publicUrl, credentials, health, metrics, log });
  });
}
