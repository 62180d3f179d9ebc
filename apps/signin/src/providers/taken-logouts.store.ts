import { createHash } from 'node:crypto';
import { type Collection, change, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** A logout token that was taken. The id is the hash of its provider and `jti`. */
const schema = documentSchema({ expiresAt: { type: Number, required: true } });
schema.index({ expiresAt: 1 }, { name: 'end' });

export const takenLogoutsCollection = defineCollection('taken-logouts', schema);
export type TakenLogoutDocument = DocumentOf<typeof schema>;
export type TakenLogoutsCollection = Collection<TakenLogoutDocument>;

/** Older tokens are refused for their age; times may be off by half a minute each way. */
const REMEMBERED_MS = 11 * 60_000;
const BATCH = 100;

export type TakenLogouts = ReturnType<typeof openTakenLogouts>;

/** Which logout tokens were taken: each is taken once. */
export function openTakenLogouts(collection: TakenLogoutsCollection, now: () => number) {
  const idOf = (providerId: string, jti: string) =>
    createHash('sha256').update(`${providerId} ${jti}`).digest('base64url');
  return {
    async has(providerId: string, jti: string): Promise<boolean> {
      return (await collection.get(idOf(providerId, jti))) !== undefined;
    },
    async remember(providerId: string, jti: string): Promise<void> {
      const _id = idOf(providerId, jti);
      await change(collection, now, _id, (current) =>
        current === undefined
          ? { document: { _id, expiresAt: now() + REMEMBERED_MS }, result: undefined }
          : { result: undefined },
      );
    },
    /** Deletes those that would be refused for their age. */
    async purge(): Promise<void> {
      for (;;) {
        const where = { expiresAt: { lte: now() } };
        const over = await collection.find({ where, sort: [['expiresAt', 1]], limit: BATCH });
        await collection.purge(over.map(({ _id }) => _id));
        if (over.length < BATCH) return;
      }
    },
  };
}
