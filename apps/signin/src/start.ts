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
import { openParts, startTickers } from './open-parts.ts';
import { peopleOfTokens } from './people/people-of-tokens.ts';
import { startPeople } from './people/start-people.ts';
import type { ProviderRules } from './provider/people-port.ts';

/** Where no other provider is known. */
const noProviders: ProviderRules = { counts: async () => true, reaches: async () => false };

/** What sign-in starts with. */
export interface SigninDependencies extends BackendDependencies<SigninConfig> {
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
}

/** Starts sign-in: the relay, what follows the log, and the HTTP side. */
export async function start(dependencies: SigninDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, credentials, pace } = dependencies;
  const { users, organisations, services, grants, invitations, sessions, signingKeys } = topics;
  const settings = {
    name: 'signin',
    port: config.SIGNIN_PORT,
    topics: [users, organisations, services, grants, invitations, sessions, signingKeys],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe } = service;
    const { registry } = await service.followServices();
    const { people, readModel } = await startPeople({
      ...{ store, eventLog, subscribe, now, log, pace },
      onUser: async () => {},
    });
    closers.add('projections', () => readModel.close());
    service.alsoMeasure(() => readModel.consumers());
    readyOnceCaughtUp(health, { [readModel.name]: readModel });
    const parts = openParts({ ...dependencies, services: registry, now });
    for (const ticker of startTickers(parts, log)) closers.add('ticker', () => ticker.close());

    async function endpoints() {
      const { openEndpoints } = await import('./open-endpoints.ts');
      const opened = await openEndpoints({
        ...{ ...parts, config, publicUrl: dependencies.publicUrl, services: registry, now, readModel },
        ...{ people: peopleOfTokens(people), providers: noProviders },
      });
      closers.add('endpoints', opened.close);
      return opened;
    }
    return createApp({ endpoints, credentials, health, metrics, log });
  });
}
