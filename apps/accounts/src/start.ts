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
import { accountMetrics } from './account-metrics.ts';
import { createApp } from './app.ts';
import { eraseAttributesOnRemoval } from './attributes/on-user.ts';
import { sweepAttributes } from './attributes/sweep.ts';
import { signInEndsConsumer } from './backchannel/on-sign-in-end.ts';
import type { AccountsConfig } from './config.ts';
import { completeRequests, removeIdentitiesOf } from './identities/on-user.ts';
import { startRequests } from './identities/start-requests.ts';
import { openParts } from './open-parts.ts';
import { startPeople } from './people/start-people.ts';
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
  const { users, services, sessions, accountIdentities, accountAttributes, accountProviders } = topics;
  const settings = {
    name: 'accounts',
    port: config.ACCOUNTS_PORT,
    topics: [users, services, sessions, accountIdentities, accountAttributes, accountProviders],
  };
  return startBackend(settings, dependencies, async (service) => {
    const { now, closers, health, subscribe, consume } = service;
    const metrics = accountMetrics(service.metrics);
    const { registry: clients } = await service.followServices();
    const parts = openParts(dependencies, now);
    const { people, readModel } = await startPeople({
      ...{ store, eventLog, subscribe, now, log, pace },
      async onUser(event, known) {
        const isPresent = async (userId: string) => (await known.get(userId)) !== undefined;
        await endSessionsOnChange({ ...parts, users: known }, event);
        await removeIdentitiesOf({ ...parts, isPresent, now }, event);
        await completeRequests(parts, event);
        await eraseAttributesOnRemoval({ ...parts, users: known }, event);
      },
    });
    closers.add('projections', () => readModel.close());
    service.alsoMeasure(() => readModel.consumers());
    readyOnceCaughtUp(health, { [readModel.name]: readModel });
    await consume({ group: 'accounts.sign-ins', ...signInEndsConsumer({ ...parts, now }) });
    const requests = startRequests({ ...parts, onOverdue: metrics.onOverdue, now, log });
    const purging = createTicker({
      async run() {
        await parts.sessions.purge();
        await parts.signIns.purge();
        await parts.logouts.purge();
        return undefined;
      },
      intervalMs: HOUR_MS,
      onError: (err) => log.warn({ err }, 'what ended is deleted later'),
    });
    for (const ticker of [requests, purging]) closers.add('ticker', () => ticker.close());

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
      const { openEndpoints } = await import('./open-endpoints.ts');
      return openEndpoints({
        ...{ ...dependencies, ...parts, clients, people, readModel, metrics, closers, now },
        wakeSweep: sweeping.wake,
        ...{ subscriptions, checks: perMinute(CHECKS_PER_MINUTE, now) },
      });
    }
    return createApp({ routes, publicUrl, credentials, health, metrics: service.metrics, log });
  });
}
