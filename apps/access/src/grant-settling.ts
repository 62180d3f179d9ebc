import type { Origin } from '@gatehouse/contracts';
import { reviewGrant } from './grant-review.ts';
import { changeGrant, type Grants } from './stores/grants.ts';
import type { Services } from './stores/services.ts';
import type { Users } from './stores/users.ts';

/** Which grant, and whose. */
export interface GrantPlace {
  id: string;
  serviceId: string;
  userId: string;
}

/** Brings a grant in line with its user and its service as they are now; answers whether that changed it. */
export type SettleGrant = (place: GrantPlace, origin: Origin) => Promise<boolean>;

interface Parts {
  grants: Grants;
  services: Services;
  users: Users;
  now: () => number;
}

/**
 * A grant is written from copies of what it stands on. Whoever writes it settles it afterwards; whoever changes what it
 * stands on settles the grants that are there then. One of the two sees the other's write.
 */
export function createSettling({ grants, services, users, now }: Parts): SettleGrant {
  return async ({ id, serviceId, userId }, origin) => {
    let settled = false;
    for (let seen: number | undefined, known = false; ; known = true) {
      const [user, service] = await Promise.all([users.get(userId), services.get(serviceId)]);
      if (known && user?.entityVersion === seen) return settled;
      seen = user?.entityVersion;
      const { status } = await changeGrant({ grants, now }, id, origin, (current) => ({
        state: reviewGrant(current, { user: user?.state, service: service?.state }, now()),
        result: undefined,
      }));
      // Another who settles it may have seen a newer user, and have written before.
      if (status !== 'changed') return settled;
      settled = true;
    }
  };
}
