import {
  type BackendDependencies,
  type RunningApp,
  readyOnceCaughtUp,
  startBackend,
} from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import type { Pace } from '@gatehouse/read-models';
import { createApp } from './app.ts';
import type { SigninConfig } from './config.ts';
import { startPeople } from './people/start-people.ts';

/** What sign-in starts with. */
export interface SigninDependencies extends BackendDependencies<SigninConfig> {
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

/** Starts sign-in: the relay, what follows the log, and the HTTP side. */
export async function start(dependencies: SigninDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, credentials, pace } = dependencies;
  const { users, organisations, services, grants, invitations } = topics;
  const settings = {
    name: 'signin',
    port: config.SIGNIN_PORT,
    topics: [users, organisations, services, grants, invitations],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe } = service;
    await service.followServices();
    const { readModel } = await startPeople({
      ...{ store, eventLog, subscribe, now, log, pace },
      onUser: async () => {},
    });
    closers.add('projections', () => readModel.close());
    service.alsoMeasure(() => readModel.consumers());
    readyOnceCaughtUp(health, { [readModel.name]: readModel });
    async function routes() {
      const { routesOf } = await import('./routes.ts');
      return routesOf({ readModels: [readModel] });
    }
    return createApp({ routes, credentials, health, metrics, log });
  });
}
