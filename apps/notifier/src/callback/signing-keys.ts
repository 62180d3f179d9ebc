import { createSecretKey, type KeyObject } from 'node:crypto';
import type { ApiSecret } from '@gatehouse/service-registry';

/** One API secret's two keys. */
export interface SigningKeys {
  /** The secret's text as it stands: JWTs. */
  jwt: KeyObject;
  /** The bytes that the text is the base64 of: webhook signatures. */
  webhook: KeyObject;
}

const made = new WeakMap<ApiSecret, SigningKeys>();

/** A secret's keys, made once: a key made for each signature costs three times the signature. */
export function signingKeysOf(secret: ApiSecret): SigningKeys {
  const known = made.get(secret);
  if (known !== undefined) return known;
  const keys = {
    jwt: createSecretKey(Buffer.from(secret.text)),
    webhook: createSecretKey(Buffer.from(secret.text, 'base64')),
  };
  made.set(secret, keys);
  return keys;
}
