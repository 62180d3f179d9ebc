import type { SigningKeysState } from '@gatehouse/contracts';
import type { SigningKeys } from './open-signing-keys.ts';

export interface SigningKeysDependencies {
  signingKeys: SigningKeys;
}

/** Keys as the operator sees them. */
export function shownKeys({ keys }: SigningKeysState) {
  return { signingKeys: keys.map(({ kid, state, since }) => ({ kid, state, since })) };
}

/** The public halves, as a JSON Web Key Set. */
export function publicKeys({ keys }: SigningKeysState) {
  return { keys: keys.map(({ kid, publicKey }) => ({ ...publicKey, kid, alg: 'RS256', use: 'sig' })) };
}
