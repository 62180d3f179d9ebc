import type { BackendDependencies } from '@gatehouse/app-process';
import { attributeDefinitionsCollection } from './attributes/definitions.store.ts';
import { attributeHoldersCollection, openHolders } from './attributes/holders.store.ts';
import { claimsNoter } from './attributes/note-claims.ts';
import { openAttributes } from './attributes/open-attributes.ts';
import { attributeValuesCollection } from './attributes/values.store.ts';
import { accountLogoutsCollection, openLogouts } from './backchannel/logouts.store.ts';
import type { AccountsConfig } from './config.ts';
import { accountIdentitiesCollection } from './identities/identities.store.ts';
import { openAccountIdentities } from './identities/open-identities.ts';
import { accountProviderCollection } from './provider/provider.store.ts';
import { openAccountSessions } from './sessions/open-sessions.ts';
import { accountSessionsCollection } from './sessions/sessions.store.ts';
import { openSignIns, signInsCollection } from './sign-ins/sign-ins.store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export type AccountsParts = ReturnType<typeof openParts>;

/** What accounts keeps: identities, sessions, sign-ins, values of attributes, and what it knows of the provider. */
export function openParts(
  { config, store, sealer }: Pick<BackendDependencies<AccountsConfig>, 'config' | 'store' | 'sealer'>,
  now: () => number,
) {
  const attributeDefinitions = store.collection(attributeDefinitionsCollection);
  const attributes = openAttributes({
    ...{ values: store.collection(attributeValuesCollection), sealer, now },
    holders: openHolders(store.collection(attributeHoldersCollection), now),
  });
  return {
    ...{ attributeDefinitions, attributes },
    noteClaims: claimsNoter({ attributeDefinitions, attributes }),
    accountProvider: store.collection(accountProviderCollection),
    accountIdentities: openAccountIdentities(
      store.collection(accountIdentitiesCollection),
      now,
      config.SUBSCRIPTIONS_URL !== undefined,
    ),
    sessions: openAccountSessions({
      ...{ collection: store.collection(accountSessionsCollection), sealer, now },
      ageMs: Math.ceil(config.ACCOUNTS_SESSION_HOURS * HOUR_MS),
      idleMs: Math.ceil(config.ACCOUNTS_SESSION_IDLE_HOURS * HOUR_MS),
    }),
    logouts: openLogouts(store.collection(accountLogoutsCollection), now),
    signIns: openSignIns(store.collection(signInsCollection), {
      ...{ sealer, now, lifeMs: Math.ceil(config.ACCOUNTS_SIGN_IN_MINUTES * MINUTE_MS) },
    }),
  };
}
