import {
  type BackendDependencies,
  type RunningApp,
  readyOnceCaughtUp,
  startBackend,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import type { Pace } from '@gatehouse/read-models';
import { createApp } from './app.ts';
import type { AccountsConfig } from './config.ts';
import { startPeople } from './people/start-people.ts';
import { accountProviderCollection } from './provider/provider.store.ts';

/** What accounts starts with. */
export interface AccountsDependencies extends BackendDependencies<AccountsConfig> {
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

/** Starts accounts: the relay, what follows the log, and the HTTP side. */
export async function start(dependencies: AccountsDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, credentials, pace } = dependencies;
  const { users, services, accountIdentities, accountAttributes, accountProviders } = topics;
  const settings = {
    name: 'accounts',
    port: config.ACCOUNTS_PORT,
    topics: [users, services, accountIdentities, accountAttributes, accountProviders],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe } = service;
    const { readModel } = await startPeople({
      ...{ store, eventLog, subscribe, now, log, pace },
      async onUser() {},
    });
    closers.add('projections', () => readModel.close());
    service.alsoMeasure(() => readModel.consumers());
    readyOnceCaughtUp(health, { [readModel.name]: readModel });

    async function routes() {
      const { routesOf } = await import('./routes.ts');
      return routesOf({
        ...{ now, readModels: [readModel] },
        accountProvider: store.collection(accountProviderCollection),
      });
    }
    return createApp({ routes, credentials, health, metrics, log });
  });
}
