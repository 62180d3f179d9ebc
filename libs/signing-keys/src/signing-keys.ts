import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type SigningKey, type SigningKeysState, signingKeyContext } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';

/** The key that signs now. */
export interface CurrentKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** The keys that sign tokens, in memory. */
export interface SigningKeys {
  /** Applies a state; one that is not newer changes nothing. */
  apply(state: SigningKeysState, version: number): void;
  /** The public half of a key that still counts. The same object for as long as it does. */
  publicKeyOf(kid: string): KeyObject | undefined;
  /** The key that signs now; undefined until there is one. Throws where no given master key opens it. */
  current(): CurrentKey | undefined;
}

const imported = ({ publicKey }: SigningKey) => createPublicKey({ key: { ...publicKey }, format: 'jwk' });

/** Without a sealer, `current` throws. */
export function createSigningKeys({ sealer }: { sealer?: Sealer | undefined } = {}): SigningKeys {
  let known = 0;
  let publicKeys = new Map<string, KeyObject>();
  let signing: SigningKey | undefined;
  let opened: CurrentKey | undefined;

  function open({ kid, sealed }: SigningKey): CurrentKey {
    if (sealer === undefined) throw new Error('these signing keys were made without a sealer');
    const key = JSON.parse(sealer.open(sealed, signingKeyContext(kid)));
    return { kid, privateKey: createPrivateKey({ key, format: 'jwk' }) };
  }

  return {
    apply({ keys }, version) {
      if (version <= known) return;
      known = version;
      publicKeys = new Map(keys.map((key) => [key.kid, publicKeys.get(key.kid) ?? imported(key)]));
      signing = keys.find(({ state }) => state === 'current');
    },
    publicKeyOf: (kid) => publicKeys.get(kid),
    current() {
      if (signing === undefined) return undefined;
      if (opened?.kid !== signing.kid) opened = open(signing);
      return opened;
    },
  };
}
