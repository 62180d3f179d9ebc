import type { IdentityState, LinkedIdentity, Origin } from '@gatehouse/contracts';
import { changeEntity, type EntityKind } from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  inBatches,
  json,
} from '@gatehouse/store';
import { type Account, identityIdOf, type Linking, link, remove } from './identity.ts';

/** `userId`: whose it is, while it is somebody's. A removed one stays as a tombstone. */
const schema = documentSchema({ state: json<IdentityState>(), userId: String });
schema.index({ userId: 1, 'state.createdAt': 1 }, { name: 'user' });

export const identitiesCollection = defineCollection('identities', schema);
export type IdentityDocument = DocumentOf<typeof schema>;
export type IdentitiesCollection = Collection<IdentityDocument>;

export const keysOfIdentity = (state: IdentityState) =>
  state.status === 'linked' ? { userId: state.userId } : {};

export type Identities = ReturnType<typeof openIdentities>;

/** Accounts elsewhere, and whose they are. */
export function openIdentities(collection: IdentitiesCollection, now: () => number) {
  const kind: EntityKind<'gatehouse.signin.identity.v1', IdentityDocument> = {
    ...{ type: 'gatehouse.signin.identity.v1', collection, keys: keysOfIdentity, now },
  };
  const linkedOf = (state: IdentityState | undefined) => (state?.status === 'linked' ? state : undefined);

  async function removeOne(id: string, origin: Origin, mayRemove: (state: LinkedIdentity) => boolean) {
    const at = new Date(now()).toISOString();
    const { result } = await changeEntity(kind, id, origin, (current) => {
      const known = linkedOf(current);
      const state = known !== undefined && mayRemove(known) ? remove(known, at) : undefined;
      return { state, result: state !== undefined };
    });
    return result;
  }

  return {
    /** The identity of an account, where it is somebody's. */
    of: async (account: Account): Promise<LinkedIdentity | undefined> =>
      linkedOf((await collection.get(identityIdOf(account)))?.state),
    /** One of a user's. */
    async ofUser(userId: string, id: string): Promise<LinkedIdentity | undefined> {
      const known = linkedOf((await collection.get(id))?.state);
      return known?.userId === userId ? known : undefined;
    },
    count: (userId: string): Promise<number> => collection.count({ userId }),
    async page(userId: string, { skip, limit }: { skip: number; limit: number }): Promise<LinkedIdentity[]> {
      const query = { where: { userId }, sort: [['state.createdAt', 1]] as const, skip, limit };
      return (await collection.find(query)).flatMap(({ state }) => linkedOf(state) ?? []);
    },
    /** Makes an account a user's, unless it is somebody's already; whose it is then. */
    async link(linking: Linking, actor: string): Promise<LinkedIdentity> {
      const origin = { actor, correlationId: linking.correlationId };
      const at = new Date(now()).toISOString();
      const { result } = await changeEntity(kind, identityIdOf(linking), origin, (current) => {
        const state = link(current, linking, at);
        return { state: state === current ? undefined : state, result: state };
      });
      return result;
    },
    /** Takes one from a user; whether it was theirs. */
    remove: (userId: string, id: string, origin: Origin): Promise<boolean> =>
      removeOne(id, origin, (state) => state.userId === userId),
    /** Takes all from a person who is gone. */
    async removeAllOf(userId: string, origin: Origin): Promise<void> {
      for await (const batch of inBatches(collection, { where: { userId } })) {
        for (const { _id } of batch) await removeOne(_id, origin, (state) => state.userId === userId);
      }
    },
  };
}
