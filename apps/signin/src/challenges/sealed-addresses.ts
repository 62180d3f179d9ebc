import type { Sealer } from '@gatehouse/runtime';

export type SealedAddresses = ReturnType<typeof createSealedAddresses>;

/** The network that a challenge came from, for the record of the sign-in: nobody can read it from the challenge. */
export function createSealedAddresses(sealer: Pick<Sealer, 'seal' | 'open'>) {
  const contextOf = (challengeId: string) => `challenge-address:${challengeId}`;
  return {
    seal: (address: string, challengeId: string) => sealer.seal(address, contextOf(challengeId)),
    open: (sealed: string, challengeId: string) => sealer.open(sealed, contextOf(challengeId)),
  };
}
