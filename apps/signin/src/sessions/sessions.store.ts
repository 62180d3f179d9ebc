import type { SessionState } from '@gatehouse/contracts';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';

const schema = documentSchema({
  state: json<SessionState>(),
  /** SHA-256 of the cookie's value. */
  cookieHash: String,
  /** What the library keeps of it, as JSON, without the cookie's value. */
  payload: String,
  lastUsedAt: { type: Number, required: true },
  /** Milliseconds: when it ends unless it is used before. */
  endsAt: { type: Number, required: true },
  /** SHA-256 of the address that this signing in has proved. */
  provedEmail: String,
  /** The session at the provider that the person came from. */
  providerSid: String,
  /** The identity that the person came by. */
  identityId: String,
  /** The browser's name, as people would call it. */
  browser: String,
});
schema.index({ cookieHash: 1 }, { name: 'cookie', unique: true });
schema.index({ 'state.userId': 1, 'state.status': 1 }, { name: 'user' });
schema.index({ 'state.providerId': 1, providerSid: 1 }, { name: 'provider' });
schema.index({ identityId: 1 }, { name: 'identity' });
schema.index({ 'state.status': 1, 'state.startedAt': 1 }, { name: 'status' });
schema.index({ endsAt: 1 }, { name: 'end' });

/** One document for each session, which is the library's as well. Its id is the `sid` of tokens. */
export const sessionsCollection = defineCollection('sessions', schema);
export type SessionDocument = DocumentOf<typeof schema>;
export type SessionsCollection = Collection<SessionDocument>;
