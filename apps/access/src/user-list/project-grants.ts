import { StoreError } from '@gatehouse/store';
import { planDecidedSlots } from './decided-slots.ts';
import { type DecidingRows, isMisplaced, planFollowedSlots } from './followed-slots.ts';
import { type ListPlan, planChanges } from './list-plan.ts';
import { listRoleOf } from './list-role.ts';
import { headOf, type ListRow, type ListRows } from './list-rows.store.ts';
import type { UserLists } from './lists.read-model.ts';
import type { NoteWalk } from './note-walk.ts';
import { byService, type ProjectGrant } from './service-queues.ts';
import type { PublishedGrant } from './user-list.ts';

interface ProjectionDependencies {
  userLists: Pick<UserLists, 'look' | 'ofRun'>;
  noteWalk: NoteWalk;
  now: () => number;
}

/** A write races with an instance that fills slots, or at a takeover with a predecessor that still runs. */
const ATTEMPTS = 50;
const WRITTEN_AT_A_TIME = 100;

/** The projection of each generation of the lists, one in a process. */
export type ListProjections = (run: string) => ProjectGrant;

/**
 * Projects the waiting grants of a service together: it reads the list's head once and the rows once, and writes new rows in
 * order, at the positions behind the head. Each row continues the head's count of records. If two projectors start from
 * the same head, the store refuses the writes of one of them, and that one begins again at its first refused row. So the
 * changes of a service form one sequence: readers always see a prefix of it, and its last row has the count. A generation
 * that is being built is filled in the same way.
 */
export function createListProjections(dependencies: ProjectionDependencies): ListProjections {
  const projections = new Map<string, ProjectGrant>();
  const projectInto: ListProjections = (run) => {
    const known = projections.get(run);
    if (known !== undefined) return known;
    const project = byService((grants) => projectBatch({ ...dependencies, run, projectInto }, grants));
    projections.set(run, project);
    return project;
  };
  return projectInto;
}

interface Generation extends ProjectionDependencies {
  run: string;
  projectInto: ListProjections;
}

/** Projects grants of one service; for each, whether that changed the list. */
async function projectBatch(generation: Generation, grants: readonly PublishedGrant[]): Promise<boolean[]> {
  const { listRows } = await generation.userLists.ofRun(generation.run);
  const written = new Set<PublishedGrant>();
  const newest = newestOfEach(grants);
  let isRefused = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const left = newest.filter((grant) => !written.has(grant));
    const { writes } = await planOnce(generation, listRows, left, isRefused);
    // What exceeds one write begins upon a new head.
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
 * Reads the head first, then the role; the order matters. If another generation begins to decide after the head was read, it
 * takes the position behind that head, and the store refuses this plan.
 */
async function planOnce(
  generation: Generation,
  listRows: ListRows,
  grants: readonly PublishedGrant[],
  isRefused: boolean,
): Promise<ListPlan> {
  const { userLists, run, now } = generation;
  const serviceId = grants[0]?.state.serviceId ?? '';
  const head = await headOf(listRows, serviceId);
  const role = listRoleOf(run, await userLists.look());
  if (role.kind === 'retired') throw new Error('the generation of these lists is over');
  const plan = planChanges(head, { serviceId, now });
  plan.add(await listRows.getMany(grants.map(({ state }) => state.id)));
  /** A grant that the list lacks, or one whose stored row is in a wrong state. */
  const comingWhere = (isWrong: (row: ListRow) => boolean) =>
    grants.filter(({ state, version }) => {
      const row = plan.row(state.id);
      if (row === undefined || row.entityVersion < version) return true;
      return row.entityVersion === version && isWrong(row);
    });
  if (role.kind === 'decides') {
    const isUnplaced = ({ state, slot }: ListRow) => state.state === 'granted' && slot === undefined;
    await planDecidedSlots(listRows, plan, comingWhere(isUnplaced));
    return plan;
  }
  const deciding = await decidingRows(generation, role.run, grants).catch(async (cause: unknown) => {
    const { kind } = listRoleOf(run, await userLists.look());
    if (kind === 'follows') throw cause;
    // The deciding generation has ended meanwhile: the next attempt has another role.
    throw new StoreError('the list that decided slots is over', { retryable: true, cause });
  });
  const coming = comingWhere((row) => isMisplaced(row, deciding.rows.get(row._id)));
  await planFollowedSlots(listRows, plan, { grants: coming, deciding, isRefused });
  return plan;
}

/** The rows of grants in the deciding list, after projecting the grants there. Filling pauses in that list meanwhile. */
async function decidingRows(
  { userLists, noteWalk, projectInto }: Generation,
  run: string,
  grants: readonly PublishedGrant[],
): Promise<DecidingRows> {
  const { lists, listRows } = await userLists.ofRun(run);
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

function newestOfEach(grants: readonly PublishedGrant[]): PublishedGrant[] {
  const newest = new Map<string, PublishedGrant>();
  for (const grant of grants) {
    const known = newest.get(grant.state.id);
    if (known === undefined || known.version < grant.version) newest.set(grant.state.id, grant);
  }
  return [...newest.values()];
}
