import { createSecretKey, type KeyObject } from 'node:crypto';
import type { ApiSecret } from '@gatehouse/service-registry';

/** One API secret's two keys. */
export interface SigningKeys {
  /** Of the secret's text: for JWTs. */
  jwt: KeyObject;
  /** Of the bytes that the text decodes to: for webhook signatures. */
  webhook: KeyObject;
}

const made = new WeakMap<ApiSecret, SigningKeys>();

/** A secret's keys, made once: making a key costs three times what a signature costs. */
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
