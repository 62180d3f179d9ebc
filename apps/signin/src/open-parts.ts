import type { BackendDependencies } from '@gatehouse/app-process';
import { createTicker, type Logger } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { SigninConfig } from './config.ts';
import { openSigningKeys, type SigningKeys } from './keys/open-signing-keys.ts';
import { signingKeysCollection } from './keys/signing-keys.store.ts';
import { cookieNames } from './provider/cookies.ts';
import { type Interactions, openInteractions } from './provider/interactions.ts';
import { openInteractionRecords } from './records/interaction-records.ts';
import { purgeRecords, recordsCollection } from './records/records.store.ts';
import { openSessions } from './sessions/open-sessions.ts';
import { purgeSessions } from './sessions/purge-sessions.ts';
import { sessionsCollection } from './sessions/sessions.store.ts';
import { purgeSignIns, signInsCollection } from './sign-ins/sign-ins.store.ts';

type Given = Pick<BackendDependencies<SigninConfig>, 'config' | 'store' | 'sealer' | 'publicUrl' | 'log'>;

export interface PartsOptions extends Given {
  services: ServiceRegistry;
  now: () => number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export type SigninParts = ReturnType<typeof openParts>;

/** What sign-in keeps: sessions, keys, and the records of OpenID Connect. */
export function openParts({ config, store, sealer, publicUrl, services, now }: PartsOptions) {
  const issuer = config.ISSUER ?? publicUrl;
  const secure = [issuer, publicUrl].every((url) => /^https:/i.test(url));
  const cookies = cookieNames(secure);
  const ageMs = Math.ceil(config.SESSION_HOURS * HOUR_MS);
  const records = store.collection(recordsCollection);
  const signInRecords = store.collection(signInsCollection);
  const sessionDocuments = store.collection(sessionsCollection);
  const sessions = openSessions({
    ...{
      collection: sessionDocuments,
      now,
      ageMs,
      idleMs: Math.ceil(config.SESSION_IDLE_MINUTES * MINUTE_MS),
    },
    logoutUriOf: (id) => services.byId(id)?.signIn?.backchannelLogoutUri,
  });
  const signingKeys = openSigningKeys({
    ...{ collection: store.collection(signingKeysCollection), sealer, now, keyDays: config.SIGNING_KEY_DAYS },
    async endSessions(before, origin) {
      await sessions.endWhere({ 'state.startedAt': { lt: before } }, 'key-compromised', origin);
    },
  });
  const interactionRecords = openInteractionRecords(records, now);
  const resumeUrl = `${issuer}/oidc/authorize/`;
  const interactions: Interactions = openInteractions({
    ...{ records: interactionRecords, sessions, cookies, services, resumeUrl, now },
  });
  return {
    ...{ issuer, secure, cookies, ageMs, records, sessions, signingKeys, interactionRecords, interactions },
    signInRecords,
    async purge(): Promise<void> {
      await purgeRecords(records, now());
      await purgeSessions(sessionDocuments, now());
      await purgeSignIns(signInRecords, now());
    },
  };
}

/** What is done by time: keys change, and what has ended is deleted. */
export function startTickers(
  { signingKeys, purge }: { signingKeys: SigningKeys; purge: () => Promise<void> },
  log: Logger,
) {
  const keys = createTicker({
    async run() {
      await signingKeys.step();
      return undefined;
    },
    intervalMs: MINUTE_MS,
    onError: (err) => log.warn({ err }, 'the signing keys are looked after later'),
  });
  const purging = createTicker({
    async run() {
      await purge();
      return undefined;
    },
    intervalMs: HOUR_MS,
    onError: (err) => log.warn({ err }, 'what ended is deleted later'),
  });
  return [keys, purging];
}
