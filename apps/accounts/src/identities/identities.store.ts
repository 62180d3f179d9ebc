import type { AccountIdentityState } from '@gatehouse/contracts';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';

/** A removed or moved one stays as a tombstone. */
const schema = documentSchema({
  state: json<AccountIdentityState>(),
  /** Whose it is, while it is somebody's. */
  userId: String,
  /** The issuer, while it is somebody's by another provider than the platform's own. */
  linkedIssuer: String,
  /** The user, of an identity that became theirs by email: one a user. */
  emailLink: String,
  /** An email is one identity's. */
  emailKey: String,
  /** The hash of the legacy subject, with the issuer. */
  legacyKey: String,
  /** The identity that takes the place of a moved one. */
  movedTo: String,
  /** When a command request was last sent that waits for its reply: milliseconds. */
  askedAt: Number,
  /** The user that such a request is about. */
  askedFor: String,
});
schema.index({ userId: 1, 'state.createdAt': 1 }, { name: 'user' });
schema.index({ linkedIssuer: 1 }, { name: 'linked-issuer' });
schema.index({ emailLink: 1 }, { name: 'email-link', unique: true });
schema.index({ askedFor: 1 }, { name: 'asked-for' });
schema.index({ emailKey: 1 }, { name: 'email', unique: true });
schema.index({ legacyKey: 1, 'state.createdAt': -1 }, { name: 'legacy' });
schema.index({ movedTo: 1 }, { name: 'moved' });
schema.index({ askedAt: 1 }, { name: 'asked' });

export const accountIdentitiesCollection = defineCollection('account-identities', schema);
export type AccountIdentityDocument = DocumentOf<typeof schema>;
export type AccountIdentitiesCollection = Collection<AccountIdentityDocument>;
