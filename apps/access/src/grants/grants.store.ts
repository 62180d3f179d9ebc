import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildEvent, type GrantState, type HeldGrant, type Origin } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import { idFrom } from '@gatehouse/runtime';
import {
  type ChangeResult,
  type Collection,
  change,
  type Decision,
  defineCollection,
  type Filter,
  nextVersion,
  Schema,
  type Write,
} from '@gatehouse/store';

/** A grant, held or removed. A removed one stays, so that its versions go on. */
export interface GrantDocument extends EntityDocument<GrantState> {
  /** Names the very set of roles that is held; absent where none is. */
  roleSet?: string;
  /** The version of the user's copy that it was last decided from: an older copy decides nothing any more. */
  userVersion?: number;
  /** When, in milliseconds, it was last said while the copies were, or might be, behind what directory had told. */
  saidBehind?: number;
}

export type Grants = Collection<GrantDocument>;

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
    roleSet: String,
    userVersion: Number,
    saidBehind: Number,
  },
  { minimize: false },
);
schema.index({ 'state.userId': 1, 'state.state': 1, 'state.serviceId': 1 }, { name: 'user' });
schema.index({ 'state.serviceId': 1, roleSet: 1, _id: 1 }, { name: 'roleSet' });
schema.index({ 'state.organisationId': 1, 'state.serviceId': 1, 'state.state': 1 }, { name: 'organisation' });

export const grantsCollection = defineCollection<GrantDocument>('grants', schema);

function roleSetOf(state: GrantState): { roleSet?: string } {
  if (state.state !== 'granted' || state.roles.length === 0) return {};
  return { roleSet: idFrom(...state.roles.toSorted()) };
}

/** By what a grant stands, beside its state. */
export type GrantMarks = Pick<GrantDocument, 'userVersion' | 'saidBehind'>;

/** What becomes of a grant, and the version of the user's copy that says so; without a state it stays, without an event. */
export interface GrantDecided<R> {
  state?: GrantState | undefined;
  userVersion?: number;
  /** See the document; left out, it stays as it is. */
  saidBehind?: number | undefined;
  result: R;
}

/** Decides a grant by its state and by what it stands on. Pure. */
export type DecideGrant<R> = (current: GrantState | undefined, marks: GrantMarks) => GrantDecided<R>;

interface GrantChange<R> {
  id: string;
  origin: Origin;
  now: () => number;
  decide: DecideGrant<R>;
}

/** What a decision makes of a grant's document, with its event. */
function decisionOn<R>(
  current: GrantDocument | undefined,
  { id, origin, now, decide }: GrantChange<R>,
): Decision<GrantDocument, R> {
  const decided = decide(current?.state, current ?? {});
  const { state, result, userVersion = current?.userVersion, saidBehind = current?.saidBehind } = decided;
  const { roleSet: _roleSet, ...kept } = current ?? {};
  const marks = {
    ...(userVersion !== undefined && { userVersion }),
    ...(saidBehind !== undefined && { saidBehind }),
  };
  if (state === undefined) {
    const isSame = userVersion === current?.userVersion && saidBehind === current?.saidBehind;
    if (current === undefined || isSame) return { result };
    return { document: { ...current, ...marks }, result };
  }
  return {
    document: { ...kept, ...marks, _id: id, state, ...roleSetOf(state) },
    events: ({ version }) => {
      const entity = { version, state, previous: current?.state };
      return [buildEvent('gatehouse.access.grant.v1', entity, origin, now())];
    },
    result,
  };
}

/**
 * Changes one grant in one write with its event. All grant events of a service go to one partition, in whose order the
 * service's list of users can be kept.
 */
export function changeGrant<R>(
  { grants, now }: { grants: Grants; now: () => number },
  id: string,
  origin: Origin,
  decide: DecideGrant<R>,
): Promise<ChangeResult<GrantDocument, R>> {
  return change(grants, now, id, (current) => decisionOn(current, { id, origin, now, decide }));
}

/** A grant's change for `writeMany`, where the caller has read it; undefined where it stays as it is. */
export function grantWrite<R>(
  previous: GrantDocument,
  change: Omit<GrantChange<R>, 'id'>,
): Write<GrantDocument> | undefined {
  const decision = decisionOn(previous, { ...change, id: previous._id });
  if (decision.document === undefined) return undefined;
  const document = { ...decision.document, version: nextVersion(previous.version, change.now()) };
  return { previous, document, events: decision.events?.(document) ?? [] };
}

/** Whether some grant to the service has the role. One step for each different set of roles, not for each grant. */
export async function isRoleHeld(grants: Grants, serviceId: string, code: string): Promise<boolean> {
  let roleSet = '';
  for (;;) {
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

const HELD_AT_A_TIME = 100;

/**
 * How many grants to a service are held, no more than `most` of them counted. In steps: the removed ones of a service that
 * had many are passed over, too.
 */
export async function countGrantsTo(grants: Grants, serviceId: string, most: number): Promise<number> {
  const where = { 'state.serviceId': serviceId };
  const withRoles = await grants.find({
    where: { ...where, roleSet: { gt: '' } },
    sort: [['roleSet', 1]],
    limit: most,
  });
  let held = withRoles.length;
  for (let after = ''; held < most; ) {
    const found = await grants.find({
      where: { ...where, roleSet: { exists: false }, _id: { gt: after } },
      sort: [['_id', 1]],
      limit: HELD_AT_A_TIME,
    });
    held += found.filter(({ state }) => state.state === 'granted').length;
    const last = found.at(-1);
    if (last === undefined || found.length < HELD_AT_A_TIME) return held;
    after = last._id;
    // On the embedded engine nothing of this waits for I/O.
    await nextTurn();
  }
  return most;
}

async function* documentsWhere(grants: Grants, where: Filter): AsyncGenerator<GrantDocument[]> {
  for (let after = ''; ; ) {
    const found = await grants.find({
      where: { ...where, 'state.state': 'granted', _id: { gt: after } },
      sort: [['_id', 1]],
      limit: HELD_AT_A_TIME,
    });
    yield found;
    const last = found.at(-1);
    if (last === undefined || found.length < HELD_AT_A_TIME) return;
    after = last._id;
  }
}

async function* heldWhere(grants: Grants, where: Filter): AsyncGenerator<HeldGrant[]> {
  for await (const found of documentsWhere(grants, where)) {
    yield found.flatMap(({ state }) => (state.state === 'granted' ? [state] : []));
  }
}

/** The grants of some users as they are stored, a hundred at a time. */
export function heldDocuments(grants: Grants, userIds: readonly string[]): AsyncGenerator<GrantDocument[]> {
  return documentsWhere(grants, { 'state.userId': { in: userIds } });
}

/** A user's grants, to some services or all, a hundred at a time. */
export function heldGrants(
  grants: Grants,
  { userId, serviceIds }: { userId: string; serviceIds?: readonly string[] },
): AsyncGenerator<HeldGrant[]> {
  return heldWhere(grants, {
    'state.userId': userId,
    ...(serviceIds !== undefined && { 'state.serviceId': { in: serviceIds } }),
  });
}

/** What is granted to a service in one organisation, a hundred at a time. */
export function grantsIn(
  grants: Grants,
  { serviceId, organisationId }: { serviceId: string; organisationId: string },
): AsyncGenerator<HeldGrant[]> {
  return heldWhere(grants, { 'state.organisationId': organisationId, 'state.serviceId': serviceId });
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

/** A user in an organisation. */
interface UserPlace {
  userId: string;
  organisationId: string;
}

function heldIn({ userId, organisationId }: UserPlace): Filter {
  return { 'state.userId': userId, 'state.state': 'granted', 'state.organisationId': organisationId };
}

/** How many services a user is granted in an organisation: a handful. */
export function countGrantsIn(grants: Grants, place: UserPlace): Promise<number> {
  return grants.count(heldIn(place));
}

/** Some of the grants of a user in an organisation, by service id. */
export async function pageOfGrantsIn(
  grants: Grants,
  place: UserPlace,
  { skip, limit }: { skip: number; limit: number },
): Promise<HeldGrant[]> {
  const found = await grants.find({ where: heldIn(place), sort: [['_id', 1]], skip, limit });
  return found.flatMap(({ state }) => (state.state === 'granted' ? [state] : []));
}
