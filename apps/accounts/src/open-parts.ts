import type { BackendDependencies } from '@gatehouse/app-process';
import { attributeDefinitionsCollection } from './attributes/definitions.store.ts';
import { attributeHoldersCollection, openHolders } from './attributes/holders.store.ts';
import { claimsNoter } from './attributes/note-claims.ts';
import { openAttributes } from './attributes/open-attributes.ts';
import { attributeValuesCollection } from './attributes/values.store.ts';
import type { AccountsConfig } from './config.ts';
import { accountIdentitiesCollection } from './identities/identities.store.ts';
import { openAccountIdentities } from './identities/open-identities.ts';
import { openAccountSessions } from './sessions/open-sessions.ts';
import { accountSessionsCollection } from './sessions/sessions.store.ts';

const HOUR_MS = 3_600_000;

export type AccountsParts = ReturnType<typeof openParts>;

/** What accounts keeps of people: identities, sessions, and values of attributes. */
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
    accountIdentities: openAccountIdentities(store.collection(accountIdentitiesCollection), now),
    sessions: openAccountSessions({
      ...{ collection: store.collection(accountSessionsCollection), sealer, now },
      ageMs: Math.ceil(config.ACCOUNTS_SESSION_HOURS * HOUR_MS),
      idleMs: Math.ceil(config.ACCOUNTS_SESSION_IDLE_HOURS * HOUR_MS),
    }),
  };
}
