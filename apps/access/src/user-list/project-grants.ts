import { StoreError } from '@gatehouse/store';
import { planDecidedSlots } from './decided-slots.ts';
import { type DecidingRows, isMisplaced, planFollowedSlots } from './followed-slots.ts';
import { type ListPlan, planChanges } from './list-plan.ts';
import { roleOf } from './list-role.domain.ts';
import { headOf, type ListRow, type ListRows } from './list-rows.store.ts';
import type { ProjectGrant, ToldGrant } from './published-grant.ts';
import { byService } from './service-queues.ts';
import type { ListCollections, UserLists } from './user-lists.ts';
import type { NoteWalk } from './walks.ts';

interface Parts {
  userLists: Pick<UserLists, 'look' | 'ofRun'>;
  noteWalk: NoteWalk;
  now: () => number;
}

/** Races are with a mover of records, or at a takeover with a predecessor that does not know yet. */
const ATTEMPTS = 50;
const WRITTEN_AT_A_TIME = 100;

/** The projection of each generation of the lists, one in a process. */
export type ListProjections = (run: string) => ProjectGrant;

/**
 * Grants of a service that wait are taken in together: one look at the list's head, one at the rows, one write in order, at
 * the positions behind the head and with its count of records carried on. Of two projectors that start from the same head
 * one begins again, from the first row that was refused. So the changes of a service are one sequence, of which others only
 * ever see the beginning, and its last row tells how many records there are. A list that is being built is filled in the
 * same way: see `roleOf` for who decides the slots.
 */
export function createListProjections(parts: Parts): ListProjections {
  const projections = new Map<string, ProjectGrant>();
  const projectInto: ListProjections = (run) => {
    const known = projections.get(run);
    if (known !== undefined) return known;
    const project = byService((grants) => takeIn({ ...parts, run, projectInto }, grants));
    projections.set(run, project);
    return project;
  };
  return projectInto;
}

interface Taking extends Parts {
  run: string;
  projectInto: ListProjections;
}

/** Takes grants of one service in; for each, whether that changed the list. */
async function takeIn(parts: Taking, grants: readonly ToldGrant[]): Promise<boolean[]> {
  const { listRows } = await parts.userLists.ofRun(parts.run);
  const written = new Set<ToldGrant>();
  const newest = newestOfEach(grants);
  let isRefused = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const left = newest.filter((grant) => !written.has(grant));
    const { writes } = await planOnce(parts, listRows, left, isRefused);
    // What is beyond one write begins upon a head again.
    const some = writes.slice(0, WRITTEN_AT_A_TIME);
    const results = await listRows.writeInOrder(some);
    const made = results.filter(({ status }) => status === 'written').length;
    for (const grant of left) {
      const last = writes.findLastIndex(({ document }) => document._id === grant.state.id);
      if (last >= 0 && last < made) written.add(grant);
    }
    isRefused = made < some.length;
    if (made === writes.length) return grants.map((grant) => written.has(grant));
  }
  throw new StoreError(`a list lost ${ATTEMPTS} races for its next position`, { retryable: true });
}

/**
 * The order of what is read matters. Whoever comes to decide slots after the look takes the position behind the head, so
 * that what is planned here is refused.
 */
async function planOnce(
  parts: Taking,
  listRows: ListRows,
  grants: readonly ToldGrant[],
  isRefused: boolean,
): Promise<ListPlan> {
  const { userLists, run, now } = parts;
  const serviceId = grants[0]?.state.serviceId ?? '';
  const head = await headOf(listRows, serviceId);
  const role = roleOf(run, await userLists.look());
  if (role.kind === 'retired') throw new Error('the generation of these lists is over');
  const plan = planChanges(head, { serviceId, now });
  plan.know(await listRows.getMany(grants.map(({ state }) => state.id)));
  const isNew = ({ state, version }: ToldGrant) => (plan.row(state.id)?.entityVersion ?? -1) < version;
  const isKnown = ({ state, version }: ToldGrant) => plan.row(state.id)?.entityVersion === version;
  if (role.kind === 'decides') {
    const isUnplaced = ({ state }: ToldGrant) =>
      state.state === 'granted' && plan.row(state.id)?.slot === undefined;
    const coming = grants.filter((grant) => isNew(grant) || (isKnown(grant) && isUnplaced(grant)));
    await planDecidedSlots(listRows, plan, coming);
    return plan;
  }
  const theirs = await decidingRows(parts, role.run, grants);
  const coming = grants.filter((grant) => {
    const row = plan.row(grant.state.id);
    return (
      isNew(grant) || (row !== undefined && isKnown(grant) && isMisplaced(row, theirs.rows.get(row._id)))
    );
  });
  await planFollowedSlots(listRows, plan, { grants: coming, theirs, isRefused });
  return plan;
}

/** The rows of grants in the list that decides, which takes them in first. While its slots are read nobody moves records in it. */
async function decidingRows(
  { userLists, noteWalk, projectInto }: Taking,
  run: string,
  grants: readonly ToldGrant[],
): Promise<DecidingRows> {
  const { lists, listRows }: ListCollections = await userLists.ofRun(run);
  await noteWalk(lists, grants[0]?.state.serviceId ?? '');
  const rows = new Map<string, ListRow>();
  const read = async (ids: readonly string[]) => {
    for (const row of await listRows.getMany(ids)) rows.set(row._id, row);
  };
  await read(grants.map(({ state }) => state.id));
  const lacking = grants.filter(({ state, version }) => (rows.get(state.id)?.entityVersion ?? -1) < version);
  if (lacking.length > 0) {
    await Promise.all(lacking.map(projectInto(run)));
    await read(lacking.map(({ state }) => state.id));
  }
  return { rows, read };
}

function newestOfEach(grants: readonly ToldGrant[]): ToldGrant[] {
  const newest = new Map<string, ToldGrant>();
  for (const grant of grants) {
    const known = newest.get(grant.state.id);
    if (known === undefined || known.version < grant.version) newest.set(grant.state.id, grant);
  }
  return [...newest.values()];
}
