import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GrantState, HeldGrant, LookUpService } from '@gatehouse/contracts';
import type { EntityKind } from '@gatehouse/entities';
import { idFrom } from '@gatehouse/runtime';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  type Filter,
  inBatches,
  json,
} from '@gatehouse/store';
import { grantNotices } from '../notices/grant-notices.ts';
import type { MembershipKey } from '../people/memberships.ts';

/** A grant, held or removed. A removed one stays as a tombstone, so that its versions go on. */
const schema = documentSchema({
  state: json<GrantState>(),
  /** Names the very set of roles that is held; absent where none is. */
  roleSet: String,
  /** The version of the user from which it was last decided: an older projection decides nothing any more. */
  userVersion: Number,
  /** When, in milliseconds, the operator last wrote it while the projections lagged, or might have lagged, behind directory. */
  writtenBehindAt: Number,
});
schema.index({ 'state.userId': 1, 'state.state': 1, 'state.serviceId': 1 }, { name: 'user' });
schema.index({ 'state.serviceId': 1, roleSet: 1, _id: 1 }, { name: 'roleSet' });
schema.index({ 'state.organisationId': 1, 'state.serviceId': 1, 'state.state': 1 }, { name: 'organisation' });

export const grantsCollection = defineCollection('grants', schema);
export type GrantDocument = DocumentOf<typeof schema>;
export type Grants = Collection<GrantDocument>;

/**
 * How grants are written. All events of a service's grants go to one partition: the list of its users needs their order. The
 * service, and its parent, are told of each change: `serviceOf` finds them.
 */
export function grantKind(
  collection: Grants,
  now: () => number,
  serviceOf: LookUpService,
): EntityKind<'gatehouse.access.grant.v1', GrantDocument> {
  return {
    type: 'gatehouse.access.grant.v1',
    collection,
    keys: (state, { userVersion, writtenBehindAt }) => ({
      ...(state.state === 'granted' &&
        state.roles.length > 0 && { roleSet: idFrom(...state.roles.toSorted()) }),
      ...(userVersion !== undefined && { userVersion }),
      ...(writtenBehindAt !== undefined && { writtenBehindAt }),
    }),
    now,
    alsoPublish: grantNotices(serviceOf, now),
  };
}

/** Whether some grant to the service has the role. One step for each different set of roles, not for each grant. */
export async function isRoleHeld(grants: Grants, serviceId: string, code: string): Promise<boolean> {
  for (let roleSet = ''; ; ) {
    const [next] = await grants.find({
      where: { 'state.serviceId': serviceId, roleSet: { gt: roleSet } },
      sort: [['roleSet', 1]],
      limit: 1,
    });
    if (next?.roleSet === undefined || next.state.state !== 'granted') return false;
    if (next.state.roles.includes(code)) return true;
    roleSet = next.roleSet;
  }
}

/** How many grants to a service are held, counted up to `most`. In steps: removed ones are read as well. */
export async function countGrantsTo(grants: Grants, serviceId: string, most: number): Promise<number> {
  const where = { 'state.serviceId': serviceId };
  const withRoles = await grants.find({
    where: { ...where, roleSet: { gt: '' } },
    sort: [['roleSet', 1]],
    limit: most,
  });
  let held = withRoles.length;
  if (held >= most) return most;
  for await (const batch of inBatches(grants, { where: { ...where, roleSet: { exists: false } } })) {
    held += heldAmong(batch).length;
    if (held >= most) return most;
    // On the embedded engine nothing of this waits for I/O.
    await nextTurn();
  }
  return held;
}

function heldAmong(documents: readonly GrantDocument[]): HeldGrant[] {
  return documents.flatMap(({ state }) => (state.state === 'granted' ? [state] : []));
}

/** The stored grants of some users that are held, in batches. */
export function heldDocuments(grants: Grants, userIds: readonly string[]): AsyncGenerator<GrantDocument[]> {
  return inBatches(grants, { where: { 'state.userId': { in: userIds }, 'state.state': 'granted' } });
}

/** The held grants of a user, to some services or to all. */
export async function grantsOf(
  grants: Grants,
  userId: string,
  serviceIds?: readonly string[],
): Promise<HeldGrant[]> {
  const where = {
    'state.userId': userId,
    'state.state': 'granted',
    ...(serviceIds !== undefined && { 'state.serviceId': { in: serviceIds } }),
  };
  return heldAmong((await Array.fromAsync(inBatches(grants, { where }))).flat());
}

/** The held grants to a service in one organisation. */
export async function grantsIn(
  grants: Grants,
  { serviceId, organisationId }: { serviceId: string; organisationId: string },
): Promise<HeldGrant[]> {
  const where = {
    'state.organisationId': organisationId,
    'state.serviceId': serviceId,
    'state.state': 'granted',
  };
  return heldAmong((await Array.fromAsync(inBatches(grants, { where }))).flat());
}

/** Whether a user has a grant to any of some services. */
export async function holdsAnyGrant(
  grants: Grants,
  userId: string,
  serviceIds: readonly string[],
): Promise<boolean> {
  const found = await grants.findOne({
    'state.userId': userId,
    'state.state': 'granted',
    'state.serviceId': { in: serviceIds },
  });
  return found !== undefined;
}

function heldOnMembership({ userId, organisationId }: MembershipKey): Filter {
  return { 'state.userId': userId, 'state.state': 'granted', 'state.organisationId': organisationId };
}

/** How many services a user is granted in an organisation: a handful. */
export function countGrantsOn(grants: Grants, membership: MembershipKey): Promise<number> {
  return grants.count(heldOnMembership(membership));
}

/** Some of the grants of a user in an organisation, by service id. */
export async function pageOfGrantsOn(
  grants: Grants,
  membership: MembershipKey,
  { skip, limit }: { skip: number; limit: number },
): Promise<HeldGrant[]> {
  return heldAmong(
    await grants.find({ where: heldOnMembership(membership), sort: [['_id', 1]], skip, limit }),
  );
}
