import type { BackendDependencies } from '@gatehouse/app-process';
import { ACCOUNT_SITE } from '@gatehouse/contracts';
import type { Route } from '@gatehouse/http';
import { createGuardedFetch } from '@gatehouse/outgoing';
import type { RunningReadModel } from '@gatehouse/read-models';
import { type Closers, createTicker } from '@gatehouse/runtime';
import type { AccountMetrics } from './account-metrics.ts';
import type { Clients } from './clients/require-accounts.ts';
import type { AccountsConfig } from './config.ts';
import { gatewayRequests } from './gateway-requests.ts';
import { userDecider } from './identities/decide-user.ts';
import type { AccountsParts } from './open-parts.ts';
import type { People } from './people/people.read-model.ts';
import { USERS_GROUP } from './people/start-people.ts';
import { openProvider } from './provider/open-provider.ts';
import { routesOf } from './routes.ts';
import { signInCompleter } from './sign-ins/complete-sign-in.ts';
import type { CheckSubscriptionDependencies } from './subscriptions/check-subscription.route.ts';

export interface EndpointsOptions
  extends AccountsParts,
    Pick<BackendDependencies<AccountsConfig>, 'config' | 'sealer' | 'credentials' | 'publicUrl' | 'log'> {
  clients: Clients;
  people: People;
  readModel: RunningReadModel;
  metrics: AccountMetrics;
  closers: Closers;
  subscriptions: CheckSubscriptionDependencies['subscriptions'];
  checks: CheckSubscriptionDependencies['checks'];
  /** Values of attributes are looked through now. */
  wakeSweep: () => void;
  now: () => number;
}

/** How often the provider is looked at; its description is read when it is time to. */
const FOLLOW_MS = 15_000;

/** Everything that endpoints need, and nothing that a process needs where nobody asks for one. */
export function openEndpoints(options: EndpointsOptions): readonly Route[] {
  const { config, sealer, credentials, publicUrl, log, now, closers, metrics, ...parts } = options;
  const { people, readModel, accountProvider } = parts;
  const { users } = people;
  const issuer = config.ISSUER ?? publicUrl;
  const allowHttpOnLoopback = !config.distributed;
  const defaultRedirect = config.distributed ? {} : ACCOUNT_SITE;
  const requests = createGuardedFetch({ allowPrivate: config.ALLOW_PRIVATE_CALLBACKS });
  const ownRequests = gatewayRequests(config, { issuer, publicUrl });
  const [ownSecret = ''] = credentials.clientSecretsOf('accounts');
  const provider = openProvider({
    ...{ collection: accountProvider, sealer, requests, ownRequests, issuer, ownSecret },
    ...{ defaultRedirect, allowHttpOnLoopback, now, log },
  });
  const follow = createTicker({
    intervalMs: FOLLOW_MS,
    onError: (err) => log.warn({ err }, 'the identity provider is looked at later'),
    async run() {
      metrics.onProvider(await provider.follow());
      return undefined;
    },
  });
  closers.add('identity provider', async () => {
    await follow.close();
    requests.close();
    ownRequests.close();
  });
  const deciding = {
    ...{ ...parts, users, now, onMet: metrics.onMet },
    usersReachEnd: (timeoutMs: number) => readModel.reachEnd(USERS_GROUP, timeoutMs),
  };
  const completeSignIn = signInCompleter({
    ...{ ...parts, users, provider, onOutcome: metrics.onOutcome, now },
    decideUser: userDecider(deciding),
  });
  return routesOf({
    onLastGone: parts.attributes.erase,
    ...{ ...parts, provider, completeSignIn, sealer, issuer, defaultRedirect, allowHttpOnLoopback, now },
    readModels: [readModel],
  });
}
