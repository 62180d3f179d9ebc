import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { buildEvent, type SigningKey, signingKeyContext } from '@gatehouse/contracts';
import type { Publisher } from '@gatehouse/event-log';
import type { Sealer } from '@gatehouse/runtime';

/** A signing key as signin makes it, and its private half. */
export interface MadeSigningKey {
  key: SigningKey;
  privateKey: KeyObject;
}

const AT = '2026-01-01T00:00:00.000Z';

/** Makes a key, sealed as signin does. */
export function makeSigningKey(
  sealer: Sealer,
  kid: string,
  state: SigningKey['state'] = 'current',
): MadeSigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const { n = '', e = '' } = jwk;
  const sealed = sealer.seal(JSON.stringify(jwk), signingKeyContext(kid));
  return { privateKey, key: { kid, state, since: AT, publicKey: { kty: 'RSA', n, e }, sealed } };
}

/** Publishes all keys, as signin does at each change. */
export async function publishSigningKeys(
  publisher: Publisher,
  version: number,
  keys: readonly SigningKey[],
): Promise<void> {
  const state = { id: 'signing-keys' as const, keys: [...keys], compromised: [], updatedAt: AT };
  const origin = { correlationId: 'c', actor: 'platform' };
  const type = 'gatehouse.signin.signing-keys.v1';
  const { topic, key, event } = buildEvent(type, { version, state }, origin, Date.parse(AT));
  await publisher.publish([{ topic, key, value: JSON.stringify(event) }]);
}
