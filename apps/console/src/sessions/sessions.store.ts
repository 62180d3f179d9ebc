import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  optionalJson,
  type Store,
} from '@gatehouse/store';

const schema = documentSchema({
  startedAt: { type: Number, required: true },
  /** When it ends unless it is used before. */
  endsAt: { type: Number, required: true },
  /** The last forms that must not be sent twice, by a random value of each. */
  sent: optionalJson<string[]>(),
});
schema.index({ endsAt: 1 }, { name: 'end' });

/** A session's id is made from the operator's secret and its cookie: neither is stored, and another secret finds none. */
export const sessionsCollection = defineCollection('operator-sessions', schema);
export type SessionDocument = DocumentOf<typeof schema>;

const BATCH = 100;

/** Deletes the documents that have ended. */
export async function purgeEnded(
  collection: Collection<{ _id: string; version: number; endsAt: number }>,
  now: number,
): Promise<void> {
  for (;;) {
    const ended = await collection.find({
      where: { endsAt: { lte: now } },
      sort: [['endsAt', 1]],
      limit: BATCH,
    });
    await collection.purge(ended.map(({ _id }) => _id));
    if (ended.length < BATCH) return;
  }
}

/** Everybody signs in again. */
export function endAllSessions(store: Store): Promise<void> {
  return purgeEnded(store.collection(sessionsCollection), Number.MAX_SAFE_INTEGER);
}
