import type { BackendDependencies } from '@gatehouse/app-process';
import type { AccountsConfig } from './config.ts';
import { accountIdentitiesCollection } from './identities/identities.store.ts';
import { openAccountIdentities } from './identities/open-identities.ts';
import { openAccountSessions } from './sessions/open-sessions.ts';
import { accountSessionsCollection } from './sessions/sessions.store.ts';

const HOUR_MS = 3_600_000;

export type AccountsParts = ReturnType<typeof openParts>;

/** What accounts keeps of people: identities and sessions. */
export function openParts(
  { config, store, sealer }: Pick<BackendDependencies<AccountsConfig>, 'config' | 'store' | 'sealer'>,
  now: () => number,
) {
  return {
    accountIdentities: openAccountIdentities(store.collection(accountIdentitiesCollection), now),
    sessions: openAccountSessions({
      ...{ collection: store.collection(accountSessionsCollection), sealer, now },
      ageMs: Math.ceil(config.ACCOUNTS_SESSION_HOURS * HOUR_MS),
      idleMs: Math.ceil(config.ACCOUNTS_SESSION_IDLE_HOURS * HOUR_MS),
    }),
  };
}
