import type { GuardedFetch } from '@gatehouse/outgoing';
import { ask, jsonOf } from './answers.ts';
import type { Claims } from './claims.domain.ts';
import { ProviderAway, ProviderRefused } from './failure.ts';

const TRIES = 2;

/** The claims of the userinfo endpoint, which must name the subject of the ID token. Tried twice. */
export async function readUserinfo(
  fetching: Pick<GuardedFetch, 'fetch'>,
  address: string,
  accessToken: string,
  subject: string,
): Promise<Claims> {
  const claims = await tried(() => asked(fetching, address, accessToken));
  if (claims.sub !== subject) throw new ProviderRefused('userinfo-sub');
  return claims;
}

async function tried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ProviderAway) || tries >= TRIES) throw error;
    }
  }
}

async function asked(fetching: Pick<GuardedFetch, 'fetch'>, address: string, token: string): Promise<Claims> {
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
  const response = await ask(fetching, address, { headers });
  if (response.status >= 500 || response.status === 429) throw new ProviderAway(`answer ${response.status}`);
  if (response.status !== 200) throw new ProviderRefused('userinfo');
  const claims = await jsonOf(response);
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw new ProviderRefused('userinfo');
  }
  return claims as Claims;
}
