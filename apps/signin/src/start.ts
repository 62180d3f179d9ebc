import {
  type BackendDependencies,
  type RunningApp,
  readyOnceCaughtUp,
  startBackend,
} from '@gatehouse/app-process';
import { originOf, topics } from '@gatehouse/contracts';
import type { Pace } from '@gatehouse/read-models';
import { createApp } from './app.ts';
import { challengesCollection, openChallenges } from './challenges/challenges.store.ts';
import { completeSignUps } from './challenges/on-user.ts';
import { startChallenges } from './challenges/start-challenges.ts';
import { startBuiltInAddresses, withAddresses } from './clients/built-in-addresses.ts';
import type { SigninConfig } from './config.ts';
import { openParts, startTickers } from './open-parts.ts';
import { peopleOfTokens } from './people/people-of-tokens.ts';
import { INVITATIONS_GROUP, USERS_GROUP } from './people/run-people.ts';
import { startPeople } from './people/start-people.ts';
import { identitiesCollection, openIdentities } from './providers/identities.store.ts';
import { endSessionsOnChange } from './sessions/on-user.ts';
import { eraseSignIns } from './sign-ins/sign-ins.store.ts';
import { startSignIns } from './sign-ins/start-sign-ins.ts';

/** What sign-in starts with. */
export interface SigninDependencies extends BackendDependencies<SigninConfig> {
  /** How fast instances agree on what is read; tests have less patience. */
  pace?: Pace;
  /** How often what is due is looked for; tests have less patience. */
  tickIntervalMs?: number;
}

/** Starts sign-in: the relay, what follows the log, and the HTTP side. */
export async function start(dependencies: SigninDependencies): Promise<RunningApp> {
  const { config, log, store, eventLog, sealer, credentials, pace } = dependencies;
  const { users, organisations, services, grants, invitations } = topics;
  const { sessions, challenges, identities, signingKeys } = topics;
  const settings = {
    name: 'signin',
    port: config.SIGNIN_PORT,
    topics: [
      ...[users, organisations, services, grants, invitations],
      ...[sessions, challenges, identities, signingKeys],
    ],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, metrics, health, subscribe } = service;
    const { registry: known } = await service.followServices();
    const { addressesOf, consumer } = await startBuiltInAddresses({
      ...{ log: eventLog, logger: log, hasDemoSite: !config.distributed },
    });
    closers.add('addresses of built-in services', () => consumer.close());
    readyOnceCaughtUp(health, { 'signin.account-provider': consumer });
    const registry = withAddresses(known, addressesOf);
    const parts = openParts({ ...dependencies, services: registry, now });
    const identitiesOf = openIdentities(store.collection(identitiesCollection), now);
    const { people, readModel } = await startPeople({
      ...{ store, eventLog, subscribe, now, log, pace },
      async onUser(event) {
        const { state } = event.data;
        if (state.state === 'removed') {
          await identitiesOf.removeAllOf(state.id, originOf(event));
          await eraseSignIns(parts.signInRecords, state.id, Date.parse(event.time));
        }
        await completeSignUps(
          { challenges: openChallenges(store.collection(challengesCollection), now), now },
          event,
        );
        await endSessionsOnChange(parts, event);
      },
    });
    closers.add('projections', () => readModel.close());
    service.alsoMeasure(() => readModel.consumers());
    readyOnceCaughtUp(health, { [readModel.name]: readModel });
    const signIns = startSignIns({
      ...{ now, metrics, closers, log, signInRecords: parts.signInRecords },
      isRemoved: (userId) => people.users.isRemoved(userId),
    });
    const asked = await startChallenges({
      ...{ service, store, eventLog, log, people, sealer: dependencies.sealer },
      selfRegistration: config.SELF_REGISTRATION,
      perNetwork: config.CHALLENGES_PER_NETWORK,
      platformName: config.PLATFORM_NAME,
      serviceName: (id) => registry.byId(id)?.name,
      peopleReachEnd: async (timeoutMs) => {
        const groups = [USERS_GROUP, INVITATIONS_GROUP].map((group) => readModel.reachEnd(group, timeoutMs));
        return (await Promise.all(groups)).every(Boolean);
      },
      signIns,
      tickIntervalMs: dependencies.tickIntervalMs,
    });
    metrics.gauge('sessions', 'Sessions that count now, of all instances together', [], async (gauge) =>
      gauge.set(await parts.sessions.count()),
    );
    for (const ticker of startTickers(parts, log)) closers.add('ticker', () => ticker.close());

    async function endpoints() {
      const { openEndpoints } = await import('./open-endpoints.ts');
      const opened = await openEndpoints({
        ...{ ...parts, config, publicUrl: dependencies.publicUrl, services: registry, now, readModel },
        ...{ people: peopleOfTokens(people), projections: people, challenges: asked },
        ...{ identities: identitiesOf, signIns, store, sealer, credentials, closers, log },
      });
      closers.add('endpoints', opened.close);
      return opened;
    }
    return createApp({ endpoints, credentials, health, metrics, log });
  });
}
