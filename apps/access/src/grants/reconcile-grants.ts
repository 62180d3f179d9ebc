import type { Origin } from '@gatehouse/contracts';
import { changeEntity, type DecideEntity, entityWrite } from '@gatehouse/entities';
import { getAll } from '@gatehouse/store';
import { readServices } from '../notices/read-services.ts';
import type { UserProjection, Users } from '../people/users.store.ts';
import type { ServiceDocument, Services } from '../services/services.store.ts';
import { type GrantDocument, type Grants, grantKind, heldDocuments } from './grants.store.ts';
import type { OutboxRoom } from './outbox-room.ts';
import { reconcileGrant } from './reconcile-grant.domain.ts';

/** Which grant, and whose. */
export interface GrantKey {
  id: string;
  serviceId: string;
  userId: string;
}

/** Brings a grant in line with its user and its service. True where that changed it. `users`: another generation than the active one. */
export type ReconcileGrant = (key: GrantKey, origin: Origin, users?: Users) => Promise<boolean>;

/** Reconciles all grants of some users, each by the origin of the user's change, with few reads and writes. */
export type ReconcileUsers = (origins: ReadonlyMap<string, Origin>, users: Users) => Promise<void>;

interface ReconcilerDependencies {
  grants: Grants;
  services: Services;
  users: Users;
  now: () => number;
}

/** Users whose grants are read together. */
const USERS_TOGETHER = 20;

function reconciled(
  user: UserProjection,
  service: ServiceDocument | undefined,
  now: () => number,
): DecideEntity<GrantDocument, boolean> {
  return (current, _version, { userVersion: decidedFrom = 0, writtenBehindAt } = {} as GrantDocument) => {
    if (current?.state !== 'granted' || decidedFrom > user.entityVersion) return { result: false };
    const basis = { user: user.state, service: service?.state, decidedFrom, writtenBehindAt };
    const state = reconcileGrant(current, basis, now());
    // Most changes of a user change no grant. Then the version stays from which the same state was decided before.
    if (state === undefined) return { result: false };
    return { state, marks: { userVersion: user.entityVersion }, result: true };
  };
}

/**
 * A grant is written from projections. Who writes it reconciles it afterwards; who changes a projection reconciles the
 * grants that exist then. One of the two sees the other's write. During a rebuild a user has two projections: a grant is
 * never decided from an older one than before, and who writes the newer one reconciles too.
 */
export function createGrantReconciler({
  grants,
  services,
  users: active,
  now,
}: ReconcilerDependencies): ReconcileGrant {
  return async ({ id, serviceId, userId }, origin, users = active) => {
    let isChanged = false;
    for (let seen: number | undefined; ; ) {
      const [user, service] = await Promise.all([users.get(userId), services.get(serviceId)]);
      if (user === undefined || user.entityVersion === seen) return isChanged;
      seen = user.entityVersion;
      const known = service === undefined ? [] : [[serviceId, service] as const];
      const kind = grantKind(grants, now, await readServices(services, [], new Map(known)));
      const { status, result } = await changeEntity(kind, id, origin, reconciled(user, service, now));
      // Another reconciler may have seen a newer user and have written before.
      if (status !== 'changed') return isChanged;
      isChanged ||= result;
    }
  };
}

/** Reconciles the grants of users who have changed, as many at a time as one write takes. */
export function createUserReconciler(
  { grants, services, now, outboxRoom }: ReconcilerDependencies & { outboxRoom: OutboxRoom },
  reconcile: ReconcileGrant,
): ReconcileUsers {
  /** Whether there was anything to write. */
  async function reconcileBatch(
    documents: readonly GrantDocument[],
    changed: ReadonlyMap<string, UserProjection>,
    { origins, users }: { origins: ReadonlyMap<string, Origin>; users: Users },
  ): Promise<boolean> {
    const serviceOf = await getAll(
      services,
      documents.map(({ state }) => state.serviceId),
    );
    const kind = grantKind(grants, now, await readServices(services, [], serviceOf));
    const writes = documents.flatMap((document) => {
      const { serviceId, userId } = document.state;
      const [user, origin] = [changed.get(userId), origins.get(userId)];
      if (user === undefined || origin === undefined) return [];
      const decide = reconciled(user, serviceOf.get(serviceId), now);
      return entityWrite(kind, document, origin, decide) ?? [];
    });
    if (writes.length === 0) return false;
    const results = await grants.writeMany(writes);
    for (const [n, { document }] of writes.entries()) {
      const { id, serviceId, userId } = document.state;
      const origin = origins.get(userId);
      // A lost race is decided again by what is stored now.
      if (results[n]?.status !== 'written' && origin !== undefined) {
        await reconcile({ id, serviceId, userId }, origin, users);
      }
    }
    return true;
  }

  async function reconcileSome(ids: readonly string[], origins: ReadonlyMap<string, Origin>, users: Users) {
    const seen = new Map<string, number>();
    for (let isWritten = true; isWritten; ) {
      isWritten = false;
      const changed = (await users.getMany(ids)).filter((user) => seen.get(user._id) !== user.entityVersion);
      if (changed.length === 0) return;
      for (const { _id, entityVersion } of changed) seen.set(_id, entityVersion);
      const byId = new Map(changed.map((user) => [user._id, user]));
      for await (const documents of heldDocuments(grants, [...byId.keys()])) {
        if (!(await reconcileBatch(documents, byId, { origins, users }))) continue;
        isWritten = true;
        await outboxRoom();
      }
    }
  }

  return async (origins, users) => {
    const ids = [...origins.keys()];
    for (let from = 0; from < ids.length; from += USERS_TOGETHER) {
      await reconcileSome(ids.slice(from, from + USERS_TOGETHER), origins, users);
    }
  };
}
