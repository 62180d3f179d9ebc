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

/**
 * Brings a grant in line with its user and its service as they are now; answers whether that changed it. The user is the
 * one of the copies that are read, unless other copies are given.
 */
export type SettleGrant = (place: GrantPlace, origin: Origin, copies?: Users) => Promise<boolean>;

interface Parts {
  grants: Grants;
  services: Services;
  users: Users;
  now: () => number;
}

/**
 * A grant is written from copies of what it stands on. Whoever writes it settles it afterwards; whoever changes what it
 * stands on settles the grants that are there then. One of the two sees the other's write. While the copies are rebuilt
 * there are two of a user: a grant is never decided from an older one than it was, nor from none, and whoever keeps the
 * newer one settles too.
 */
export function createSettling({ grants, services, users, now }: Parts): SettleGrant {
  return async ({ id, serviceId, userId }, origin, copies = users) => {
    let settled = false;
    for (let seen: number | undefined; ; ) {
      const [user, service] = await Promise.all([copies.get(userId), services.get(serviceId)]);
      if (user === undefined || user.entityVersion === seen) return settled;
      seen = user.entityVersion;
      const { status, result } = await changeGrant(
        { grants, now },
        id,
        origin,
        (current, { userVersion: decidedFrom = 0, saidBehind }) => {
          if (current?.state !== 'granted' || decidedFrom > user.entityVersion) return { result: false };
          const facts = { user: user.state, service: service?.state, decidedFrom, saidBehind };
          const state = reviewGrant(current, facts, now());
          return { state, userVersion: user.entityVersion, result: state !== undefined };
        },
      );
      // Another who settles it may have seen a newer user, and have written before.
      if (status !== 'changed') return settled;
      settled ||= result;
    }
  };
}
