import type { SigningKeysState } from '@gatehouse/contracts';
import { type DocumentOf, defineCollection, documentSchema, json, optionalJson } from '@gatehouse/store';

const schema = documentSchema({
  state: json<SigningKeysState>(),
  /** Milliseconds: sessions that began before are to be ended, since others may have a key that signed for them. */
  endSessionsBefore: Number,
  /** Who said so. */
  endedBy: optionalJson<{ correlationId: string; actor: string }>(),
});

/** One document holds all keys: exactly one is current. */
export const signingKeysCollection = defineCollection('signing-keys', schema);
export type SigningKeysDocument = DocumentOf<typeof schema>;
