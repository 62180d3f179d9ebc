import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  inBatches,
  type Store,
} from '@gatehouse/store';

/** Who ended a session. */
export type SessionEnd =
  | 'client'
  | 'replaced'
  | 'provider'
  | 'operator'
  | 'identity-removed'
  | 'user-deactivated'
  | 'user-removed'
  | 'too-many';

/**
 * Proof that an identity signed in. Of the token the hash alone is kept. Times are milliseconds, but for `idTokenIssuedAt`, which
 * is in seconds by the provider's clock. It is no event, and deleted a day after its end.
 */
const schema = documentSchema({
  tokenHash: { type: String, required: true },
  identityId: { type: String, required: true },
  userId: { type: String, required: true },
  mfa: { type: Boolean, required: true },
  /** The session at the provider. */
  providerSid: String,
  idTokenIssuedAt: { type: Number, required: true },
  /** The ID token, sealed: for the end of the session at the provider. */
  idToken: { type: String, required: true },
  startedAt: { type: Number, required: true },
  lastUsedAt: { type: Number, required: true },
  /** When its hours are over. */
  expiresAt: { type: Number, required: true },
  /** When it is over, as far as known: by its hours, without use, or ended. */
  endsAt: { type: Number, required: true },
  endedAt: Number,
  endedBy: String,
});
schema.index({ tokenHash: 1 }, { name: 'token', unique: true });
schema.index({ identityId: 1, startedAt: 1 }, { name: 'identity' });
schema.index({ userId: 1, startedAt: 1 }, { name: 'user' });
schema.index({ providerSid: 1 }, { name: 'provider-session' });
schema.index({ endsAt: 1 }, { name: 'end' });

export const accountSessionsCollection = defineCollection('account-sessions', schema);
export type AccountSessionDocument = DocumentOf<typeof schema>;
export type AccountSessionsCollection = Collection<AccountSessionDocument>;

/** A restore brings back sessions that were ended since the backup: nobody can tell which, and nothing revives one. */
export async function endAllSessions(store: Store): Promise<void> {
  const collection = store.collection(accountSessionsCollection);
  for await (const batch of inBatches(collection)) await collection.purge(batch.map(({ _id }) => _id));
}
