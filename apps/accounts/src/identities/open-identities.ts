import {
  type AccountIdentityState,
  emailKey,
  type LinkedAccountIdentity,
  type Origin,
} from '@gatehouse/contracts';
import { changeEntity, type EntityKind } from '@gatehouse/entities';
import { type Filter, inBatches, StoreError } from '@gatehouse/store';
import type { AccountIdentitiesCollection, AccountIdentityDocument } from './identities.store.ts';
import {
  type PresentIdentity,
  presentIdentity,
  withoutEmail,
  withoutSubscriptionMessages,
} from './identity.domain.ts';
import { keysOfIdentity, legacyKeyOf } from './identity-keys.ts';

/** Decides a change. Pure; without `state` nothing is written. */
export type DecideIdentity<R> = (current: AccountIdentityState | undefined) => {
  state?: AccountIdentityState | undefined;
  result: R;
};

/** What came of a write; `taken`: which unique index refused it. */
export type Written<R> = { taken?: undefined; result: R } | { taken: string };

const ATTEMPTS = 10;

export type AccountIdentities = ReturnType<typeof openAccountIdentities>;

/** Accounts at the provider, and whose they are. */
export function openAccountIdentities(
  collection: AccountIdentitiesCollection,
  now: () => number,
  /** Whether another platform keeps email subscriptions, and is told of changes. */
  tellsSubscriptions = false,
) {
  const kind: EntityKind<'gatehouse.accounts.identity.v1', AccountIdentityDocument> = {
    ...{ type: 'gatehouse.accounts.identity.v1', collection, keys: keysOfIdentity, now },
  };
  const isoNow = () => new Date(now()).toISOString();
  const linkedIn = (document: AccountIdentityDocument | undefined) =>
    document?.state.status === 'linked' ? document.state : undefined;

  async function change<R>(id: string, origin: Origin, decide: DecideIdentity<R>): Promise<Written<R>> {
    const changed = await changeEntity(kind, id, origin, (current) => {
      const { state, result } = decide(current);
      if (state === current || state === undefined) return { result };
      return { state: tellsSubscriptions ? state : withoutSubscriptionMessages(state), result };
    });
    return changed.status === 'duplicate' ? { taken: changed.index } : { result: changed.result };
  }

  async function withEmail(key: string): Promise<PresentIdentity | undefined> {
    return presentIdentity((await collection.findOne({ emailKey: key }))?.state);
  }

  return {
    /** See `changeEntity`. */
    change,
    get: async (id: string): Promise<AccountIdentityState | undefined> => (await collection.get(id))?.state,
    /** One that is a user's. */
    linked: async (id: string): Promise<LinkedAccountIdentity | undefined> =>
      linkedIn(await collection.get(id)),
    /** Whose email it is, by its key. */
    withEmail,
    /** The newest of those that are recorded with a legacy subject. */
    async withLegacySubject(issuer: string, legacySubject: string): Promise<PresentIdentity | undefined> {
      const where = { legacyKey: legacyKeyOf(issuer, legacySubject) };
      const found = await collection.find({ where, sort: [['state.createdAt', -1]], limit: 1 });
      return presentIdentity(found[0]?.state);
    },
    /** The moved ones whose place an identity takes: one, unless a move was begun twice. */
    async movedTo(id: string) {
      const found = await collection.find({ where: { movedTo: id }, limit: ATTEMPTS });
      return found.flatMap(({ state }) => (state.status === 'moved' ? [state] : []));
    },
    /** A user's, the oldest first. */
    async ofUser(userId: string, { skip = 0, limit = 100 } = {}): Promise<LinkedAccountIdentity[]> {
      const query = { where: { userId }, sort: [['state.createdAt', 1]] as const, skip, limit };
      return (await collection.find(query)).flatMap((document) => linkedIn(document) ?? []);
    },
    count: (where: Filter): Promise<number> => collection.count(where),
    /** Whether an identity of an issuer is a user's. */
    async someLinkedOf(issuer: string): Promise<boolean> {
      return (await collection.findOne({ linkedIssuer: issuer })) !== undefined;
    },
    /**
     * Writes an identity that takes its email from whichever has it: an email is one identity's. `mayTake`: else that write is
     * refused (`taken`).
     */
    async changeTaking<R>(
      id: string,
      origin: Origin,
      { email, mayTake }: { email: string | undefined; mayTake: boolean },
      decide: DecideIdentity<R>,
    ): Promise<Written<R>> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const key = email === undefined ? undefined : emailKey(email);
        const holder = key === undefined || !mayTake ? undefined : await withEmail(key);
        if (key !== undefined && holder !== undefined && holder.id !== id) {
          await change(holder.id, origin, (current) => ({
            state: current && withoutEmail(current, key, emailKey, isoNow()),
            result: undefined,
          }));
        }
        const written = await change(id, origin, decide);
        if (written.taken !== 'email' || !mayTake) return written;
      }
      throw new StoreError(`identities: an email changed hands ${ATTEMPTS} times`, { retryable: true });
    },
    /** Those whose command request was last sent until an instant (milliseconds), the oldest first. */
    async askedUntil(until: number, limit: number): Promise<AccountIdentityState[]> {
      const query = { where: { askedAt: { lte: until } }, sort: [['askedAt', 1]] as const, limit };
      return (await collection.find(query)).map(({ state }) => state);
    },
    /** All of a user's that wait for a reply of directory, removed ones too. */
    async askingFor(userId: string): Promise<AccountIdentityState[]> {
      const found = await collection.find({ where: { askedFor: userId }, limit: 100 });
      return found.map(({ state }) => state);
    },
    /** In batches, all of a user's. */
    async *allOf(userId: string): AsyncGenerator<LinkedAccountIdentity> {
      for await (const batch of inBatches(collection, { where: { userId } })) {
        for (const document of batch) {
          const state = linkedIn(document);
          if (state !== undefined) yield state;
        }
      }
    },
  };
}
