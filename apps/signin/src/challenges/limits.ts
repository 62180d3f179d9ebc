import type { Sealer } from '@gatehouse/runtime';
import { networksOf } from '../networks/client-networks.ts';
import type { Challenges } from './challenges.store.ts';
import { addressWaitsUntil, NETWORK_PAUSE_MS, networkWaitsUntil } from './limits.domain.ts';

export interface LimitsOptions {
  challenges: Challenges;
  sealer: Pick<Sealer, 'macs'>;
  /** `CHALLENGES_PER_NETWORK`: an hour's number of one network. */
  perNetwork: number;
  now: () => number;
}

/** Where a challenge comes from, as it is stored: nobody can read an address from it. */
export interface Origins {
  network: string;
  region: string;
}

export type Limits = ReturnType<typeof createLimits>;

/** Until when an address, or a network, has to wait. Counted are the challenges on record. */
export function createLimits({ challenges, sealer, perNetwork, now }: LimitsOptions) {
  const mac = (text: string) => sealer.macs(text, 'challenge-network')[0] ?? '';
  return {
    /** By the client's address, as the gateway gives it. */
    originsOf(address: string): Origins {
      const { network, region } = networksOf(address);
      return { network: mac(network), region: mac(region) };
    },
    /** Milliseconds since the epoch; undefined where nothing is reached. `key`: of the address that was typed. */
    async waitsUntil(
      key: string,
      { network, region }: Origins,
      knownBrowser: boolean,
    ): Promise<number | undefined> {
      const counted = await challenges.counted(key);
      const byAddress = addressWaitsUntil(counted, { region, knownBrowser }, now());
      if (knownBrowser) return byAddress;
      const count = await challenges.networkCount(network, perNetwork, NETWORK_PAUSE_MS);
      const byNetwork = networkWaitsUntil(count, now());
      const ends = [byAddress, byNetwork].filter((until) => until !== undefined);
      return ends.length === 0 ? undefined : Math.max(...ends);
    },
  };
}
