import type { Origin } from '@gatehouse/contracts';
import type { UserCopy, Users } from '../people/users.store.ts';
import type { ServiceDocument, Services } from '../services/services.store.ts';
import {
  changeGrant,
  type DecideGrant,
  type GrantDocument,
  type Grants,
  grantWrite,
  heldDocuments,
} from './grants.store.ts';
import type { OutboxRoom } from './outbox-room.ts';
import { reviewGrant } from './reconcile-grant.domain.ts';

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

/** The same for all grants of some users, each by the origin of the user's change: few reads and writes for all of them. */
export type SettleUsers = (origins: ReadonlyMap<string, Origin>, copies: Users) => Promise<void>;

interface Parts {
  grants: Grants;
  services: Services;
  users: Users;
  now: () => number;
}

/** Whose grants are read together. */
const USERS_TOGETHER = 20;

function reviewed(
  user: UserCopy,
  service: ServiceDocument | undefined,
  now: () => number,
): DecideGrant<boolean> {
  return (current, { userVersion: decidedFrom = 0, saidBehind }) => {
    if (current?.state !== 'granted' || decidedFrom > user.entityVersion) return { result: false };
    const facts = { user: user.state, service: service?.state, decidedFrom, saidBehind };
    const state = reviewGrant(current, facts, now());
    return { state, userVersion: user.entityVersion, result: state !== undefined };
  };
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
      const { status, result } = await changeGrant({ grants, now }, id, origin, reviewed(user, service, now));
      // Another who settles it may have seen a newer user, and have written before.
      if (status !== 'changed') return settled;
      settled ||= result;
    }
  };
}

/** Settles the grants of users who have changed, as many at a time as one write takes. */
export function createUserSettling(
  { grants, services, now, outboxRoom }: Parts & { outboxRoom: OutboxRoom },
  settle: SettleGrant,
): SettleUsers {
  async function settleSome(
    documents: readonly GrantDocument[],
    {
      users,
      origins,
      copies,
    }: { users: ReadonlyMap<string, UserCopy>; origins: ReadonlyMap<string, Origin>; copies: Users },
  ): Promise<void> {
    const serviceIds = new Set(documents.map(({ state }) => state.serviceId));
    const found = new Map((await services.getMany([...serviceIds])).map((each) => [each._id, each]));
    const writes = documents.flatMap((document) => {
      const { serviceId, userId } = document.state;
      const [user, origin] = [users.get(userId), origins.get(userId)];
      if (user === undefined || origin === undefined) return [];
      return grantWrite(document, { origin, now, decide: reviewed(user, found.get(serviceId), now) }) ?? [];
    });
    const results = await grants.writeMany(writes);
    for (const [n, { document }] of writes.entries()) {
      const { id, serviceId, userId } = document.state;
      const origin = origins.get(userId);
      // Who lost a race decides again by what is there now.
      if (results[n]?.status !== 'written' && origin !== undefined) {
        await settle({ id, serviceId, userId }, origin, copies);
      }
    }
  }

  async function settleUsers(ids: readonly string[], origins: ReadonlyMap<string, Origin>, copies: Users) {
    const seen = new Map<string, number>();
    for (;;) {
      const changed = (await copies.getMany(ids)).filter(
        ({ _id, entityVersion }) => seen.get(_id) !== entityVersion,
      );
      if (changed.length === 0) return;
      for (const { _id, entityVersion } of changed) seen.set(_id, entityVersion);
      const users = new Map(changed.map((user) => [user._id, user]));
      for await (const documents of heldDocuments(grants, [...users.keys()])) {
        await settleSome(documents, { users, origins, copies });
        await outboxRoom();
      }
    }
  }

  return async (origins, copies) => {
    const ids = [...origins.keys()];
    for (let from = 0; from < ids.length; from += USERS_TOGETHER) {
      await settleUsers(ids.slice(from, from + USERS_TOGETHER), origins, copies);
    }
  };
}
