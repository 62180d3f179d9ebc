import { idFrom } from '@gatehouse/runtime/ids';
import { type Collection, change, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/**
 * Who may hold a value of an attribute: an index, written before the value is. Whoever holds one is in it; who is in it may
 * hold one no longer.
 */
const schema = documentSchema({
  name: { type: String, required: true },
  userId: { type: String, required: true },
});
schema.index({ name: 1, userId: 1 }, { name: 'name' });
schema.index({ userId: 1 }, { name: 'user' });

export const attributeHoldersCollection = defineCollection('attribute-holders', schema);
export type AttributeHolderDocument = DocumentOf<typeof schema>;
export type AttributeHoldersCollection = Collection<AttributeHolderDocument>;

const BATCH = 100;

export type AttributeHolders = ReturnType<typeof openHolders>;

export function openHolders(collection: AttributeHoldersCollection, now: () => number) {
  return {
    async add(userId: string, names: readonly string[]): Promise<void> {
      for (const name of names) {
        const _id = idFrom('attribute-holder', name, userId);
        await change(collection, now, _id, (current) =>
          current === undefined
            ? { document: { _id, name, userId }, result: undefined }
            : { result: undefined },
        );
      }
    },
    /** Everybody who may hold one, in batches. */
    async *of(name: string): AsyncGenerator<string[]> {
      let after = '';
      for (;;) {
        const where = { name, userId: { gt: after } };
        const found = await collection.find({ where, sort: [['userId', 1]], limit: BATCH });
        if (found.length > 0) yield found.map(({ userId }) => userId);
        if (found.length < BATCH) return;
        after = found.at(-1)?.userId ?? '';
      }
    },
    /** Of one who is gone. */
    async forget(userId: string): Promise<void> {
      for (;;) {
        const found = await collection.find({ where: { userId }, limit: BATCH });
        await collection.purge(found.map(({ _id }) => _id));
        if (found.length < BATCH) return;
      }
    },
  };
}
