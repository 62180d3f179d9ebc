import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emailKey, type PresentIdentityProvider, parseEvent } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { createClosers, createLogger, createSealer, newId } from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import type { ScriptedProvider } from '@gatehouse/testing';
import { providerCollections } from '../providers/collections.ts';
import { identitiesCollection, openIdentities } from '../providers/identities.store.ts';
import { type IdentityProviderDetails, putProvider } from '../providers/identity-provider.ts';
import { identityProviderKind, identityProvidersCollection } from '../providers/identity-providers.store.ts';
import type { MatchedUser } from '../providers/match-person.ts';
import { openProviders } from '../providers/open-providers.ts';
import { secretContext } from '../providers/provider-clients.ts';
import type { EndedByProvider } from '../providers/take-logout.ts';

const ISSUER = 'http://localhost:43890';
const ORIGIN = { actor: 'operator', correlationId: 'a-test' };

/** Everything of identity providers on an embedded store; users, sessions and the pages are the test's. */
export async function startProvidersUnderTest() {
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-providers-'));
  let advancedMs = 0;
  const now = () => Date.now() + advancedMs;
  const store = await openStore({
    url: 'sqlite:',
    dataDir,
    name: 'signin',
    collections: providerCollections,
    now,
  });
  const sealer = createSealer(['a-master-key-for-tests']);
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLogger({ name: 'signin', level: 'trace', destination });
  const closers = createClosers(log);
  const users = new Map<string, MatchedUser>();
  const ended: EndedByProvider[] = [];
  const rules = { mayRegister: true };
  const parts = {
    ...{ store, sealer, issuer: ISSUER, allowPrivate: true, allowHttpOnLoopback: true, closers, now, log },
    users: {
      get: async (id: string) => users.get(id),
      withEmail: async (key: string) =>
        [...users.values()].find(({ email }) => email !== undefined && emailKey(email) === key),
    },
    mayRegister: async () => rules.mayRegister,
    isEmail: (text: string) => text.includes('@'),
    async endSessions(which: EndedByProvider) {
      ended.push(which);
      return 1;
    },
  };
  const providers = openProviders(parts);
  const identities = openIdentities(store.collection(identitiesCollection), now);
  const collection = store.collection(identityProvidersCollection);

  return {
    ...{ providers, identities, users, ended, rules, logged, log, collection },
    /** A provider as the operator puts it. */
    async put(scripted: ScriptedProvider, more: Partial<IdentityProviderDetails> = {}, id = newId()) {
      const { issuer, clientId, clientSecret } = scripted;
      const details: IdentityProviderDetails = {
        ...{
          name: 'Another',
          issuer,
          clientId,
          scopes: ['openid', 'email'],
          trustEmail: 'verified',
          mfa: [],
          status: 1,
        },
        clientSecret: sealer.seal(clientSecret, secretContext(id)),
        ...more,
      };
      const at = new Date(now()).toISOString();
      const { result } = await changeEntity(identityProviderKind(collection, now), id, ORIGIN, (current) => {
        const state: PresentIdentityProvider = putProvider(current, id, details, at);
        return { state, result: state };
      });
      return result;
    },
    user(more: Partial<MatchedUser> = {}): MatchedUser {
      const user = {
        id: newId(),
        status: 1 as const,
        email: 'ann@school.example',
        givenName: 'Ann',
        ...more,
      };
      users.set(user.id, user);
      return user;
    },
    /** What waits for the log, newest last. */
    async events() {
      const waiting = await store.outbox.read(1_000);
      return waiting.flatMap(({ events }) => events.map(({ value }) => parseEvent(JSON.parse(value))));
    },
    advance(ms: number) {
      advancedMs += ms;
    },
    async close() {
      await closers.closeAll();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type ProvidersUnderTest = Awaited<ReturnType<typeof startProvidersUnderTest>>;
