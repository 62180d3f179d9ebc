import { createHash } from 'node:crypto';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

const schema = documentSchema({
  /** What it is, in the library's words: `AuthorizationCode`, `Grant`, `Interaction`… */
  model: { type: String, required: true },
  /** JSON, without the id: nobody who reads the store can use what is in it. */
  payload: { type: String, required: true },
  /** The grant that a code or token came from. */
  grantId: String,
  /** Milliseconds: from then on it counts for nothing. */
  expiresAt: { type: Number, required: true },
  /** Milliseconds: from then on it is deleted. */
  purgeAt: { type: Number, required: true },
});
schema.index({ grantId: 1, model: 1 }, { name: 'grant' });
schema.index({ purgeAt: 1 }, { name: 'purge' });

/** What OpenID Connect keeps between two requests. Ids are codes and tokens: documents are found by their hash. */
export const recordsCollection = defineCollection('oidc-records', schema);
export type RecordDocument = DocumentOf<typeof schema>;
export type Records = Collection<RecordDocument>;

/** Under which id a record is stored. The ids have 256 random bits: no salt is needed. */
export function recordId(model: string, id: string): string {
  return createHash('sha256').update(`${model}:${id}`).digest('base64url');
}

const BATCH = 100;

/** Deletes what nobody can use or ask for any more. */
export async function purgeRecords(records: Records, now: number): Promise<void> {
  for (;;) {
    const ended = await records.find({
      where: { purgeAt: { lte: now } },
      sort: [['purgeAt', 1]],
      limit: BATCH,
    });
    await records.purge(ended.map(({ _id }) => _id));
    if (ended.length < BATCH) return;
  }
}
