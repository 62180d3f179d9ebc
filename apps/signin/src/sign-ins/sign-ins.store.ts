import { signInMethods, signInOutcomes } from '@gatehouse/contracts';
import { type PageRequest, readPage } from '@gatehouse/http';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

const schema = documentSchema({
  userId: { type: String, required: true },
  /** Milliseconds. */
  at: { type: Number, required: true },
  method: { type: String, required: true, enum: signInMethods },
  outcome: { type: String, required: true, enum: signInOutcomes },
  serviceId: String,
  organisationId: String,
  /** The network that the person came from: /24 or /48. */
  address: String,
});
schema.index({ userId: 1, at: 1 }, { name: 'user' });
schema.index({ at: 1 }, { name: 'at' });

/** What came of each sign-in of somebody who is known. No event tells of it. */
export const signInsCollection = defineCollection('sign-ins', schema);
export type SignInDocument = DocumentOf<typeof schema>;
export type SignInsCollection = Collection<SignInDocument>;

const BATCH = 100;
const KEPT_MS = 90 * 86_400_000;

async function purgeWhere(collection: SignInsCollection, where: Parameters<SignInsCollection['findOne']>[0]) {
  for (;;) {
    const found = await collection.find({ where, limit: BATCH });
    await collection.purge(found.map(({ _id }) => _id));
    if (found.length < BATCH) return;
  }
}

/** Deletes the records whose time is over. */
export const purgeSignIns = (collection: SignInsCollection, now: number): Promise<void> =>
  purgeWhere(collection, { at: { lte: now - KEPT_MS } });

/** Deletes the records of a user who was removed then; those of a later user with the same id stay. */
export const eraseSignIns = (
  collection: SignInsCollection,
  userId: string,
  removedAt: number,
): Promise<void> => purgeWhere(collection, { userId, at: { lte: removedAt } });

/** A page of a user's records, the newest first. */
export async function pageOfSignIns(collection: SignInsCollection, userId: string, query: PageRequest) {
  const where = { userId };
  return readPage(query, await collection.count(where), (skip, limit) =>
    collection.find({ where, sort: [['at', -1]], skip, limit }),
  );
}
