import type { GrantState } from '@gatehouse/contracts';
import { type Control, FIRST_RUN } from '@gatehouse/read-models';
import { newId } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { openCollections } from '../collections.ts';
import { fillSlots, QUIET_MS } from '../user-list/fill-slots.ts';
import { lastRecord, recordsBetween } from '../user-list/list-rows.store.ts';
import { createNoteWalk } from '../user-list/note-walk.ts';
import type { ProjectGrant } from '../user-list/service-queues.ts';
import { allRows, expectSound, grant, projectionsOf } from './list-facts.ts';

const PAGE_SIZE = 3;

/** A walk over all pages, each of which may come from another generation. */
interface Walk {
  page: number;
  found: string[];
  /** Records that were listed, wherever they could be read, when it began, and were not removed since. */
  lasting: Set<string>;
}

/** A generation, and how far it has handled the log. */
interface Generation {
  run: string;
  handled: number;
}

/**
 * One service's list in one or more generations, two processes that project into them, and clients that walk. Stages change as
 * in the rebuild of a read model.
 */
export async function listWorld(store: Store) {
  let time = Date.parse('2026-01-01');
  const now = () => ++time;
  const serviceId = newId();
  const processes = [await openCollections(store, now), await openCollections(store, now)] as const;
  const [stored] = processes;
  const projections = processes.map((each) => projectionsOf(each, now));
  const noteWalk = createNoteWalk({ now, newId });
  const log: { state: GrantState; version: number }[] = [];
  const versions = new Map<string, { version: number; isHeld: boolean }>();
  const generations: Generation[] = [{ run: FIRST_RUN, handled: 0 }];
  const walks: Walk[] = [];
  await steer(() => ({ active: { run: FIRST_RUN, since: 0 } }));

  async function steer(decide: (control: Control) => Control): Promise<void> {
    await stored.userLists.steer(decide);
  }

  const control = () => stored.userLists.seen();
  const readable = () => [control().active, control().draining].flatMap((stage) => stage?.run ?? []);
  const rowsOf = async (run: string) => (await stored.userLists.ofRun(run)).listRows;

  async function recordsIn(run: string): Promise<Map<string, number>> {
    const rows = await allRows(await stored.userLists.ofRun(run), serviceId);
    return new Map(rows.flatMap(({ _id, slot }) => (slot === undefined ? [] : [[_id, slot]])));
  }

  function project(run: string, inProcess: number): ProjectGrant {
    const projectInto = projections[inProcess % 2];
    if (projectInto === undefined) throw new Error('no such process');
    return projectInto(run);
  }

  async function handle(generation: Generation, count: number, inProcess: number): Promise<void> {
    const batch = log.slice(generation.handled, generation.handled + count);
    const last = new Map(batch.map((event) => [event.state.id, event]));
    await Promise.all([...last.values()].map(project(generation.run, inProcess)));
    generation.handled += batch.length;
  }

  async function step(walk: Walk, run: string): Promise<void> {
    const { lists, listRows } = await stored.userLists.ofRun(run);
    await noteWalk(lists, serviceId);
    const last = (await lastRecord(listRows, serviceId))?.slot ?? 0;
    const first = (walk.page - 1) * PAGE_SIZE + 1;
    const records = await recordsBetween(listRows, serviceId, { first, last: first + PAGE_SIZE - 1 });
    walk.found.push(...records.map(({ _id }) => _id));
    walk.page++;
    if ((walk.page - 1) * PAGE_SIZE >= last) finish(walk);
  }

  function finish(walk: Walk): void {
    walks.splice(walks.indexOf(walk), 1);
    for (const id of walk.lasting)
      expect([id, walk.found.filter((each) => each === id).length]).toEqual([id, 1]);
  }

  return {
    serviceId,
    control,
    recordsIn,

    /** A user is granted the service, changed, or loses it. */
    change(user: number, isHeld: boolean): void {
      const version = log.length + 1;
      const state = grant(serviceId, user, version, isHeld);
      log.push({ state, version });
      versions.set(state.id, { version, isHeld });
      if (!isHeld) for (const { lasting } of walks) lasting.delete(state.id);
    },

    /** All generations, or one of them, handle the next records of the log, concurrently. */
    async handle(which: number, count: number, inProcess: number): Promise<void> {
      const some = which < generations.length ? generations.slice(which, which + 1) : generations;
      await Promise.all(some.map((generation, n) => handle(generation, count, inProcess + n)));
    },

    /** One generation gets records again that it has handled. */
    redeliver(which: number, count: number): void {
      const generation = generations[which % generations.length];
      if (generation !== undefined) generation.handled = Math.max(0, generation.handled - count);
    },

    /** The next stage of a rebuild, where its conditions hold. Answers whether they did. */
    async nextStage(run: string): Promise<boolean> {
      const { building, draining, active } = control();
      const hasHandledAll = (wanted: string) =>
        generations.find((each) => each.run === wanted)?.handled === log.length;
      if (draining !== undefined) {
        if (!hasHandledAll(draining.run)) return false;
        await steer(() => ({ active, retired: draining }));
        generations.splice(
          generations.findIndex((each) => each.run === draining.run),
          1,
        );
      } else if (building !== undefined) {
        if (!hasHandledAll(building.run)) return false;
        await steer(() => ({ active: { ...building }, draining: { ...active } }));
      } else {
        await steer(() => ({ active, building: { run, since: 0 } }));
        generations.push({ run, handled: 0 });
      }
      return true;
    },

    async beginWalk(): Promise<void> {
      const [first, ...others] = await Promise.all(readable().map(recordsIn));
      const lasting = [...(first ?? new Map()).keys()].filter((id) => others.every((each) => each.has(id)));
      const isHeld = (id: string) => versions.get(id)?.isHeld === true;
      walks.push({ page: 1, found: [], lasting: new Set(lasting.filter(isHeld)) });
    },

    /** Some walk's next page, from any generation that may be read. */
    async walk(which: number, from: number): Promise<void> {
      const walk = walks[which % Math.max(1, walks.length)];
      const run = readable()[from % readable().length];
      if (walk !== undefined && run !== undefined) await step(walk, run);
    },

    /** Empty slots are filled, five minutes after the last walk. */
    async fill(): Promise<void> {
      if (walks.length > 0) return;
      time += QUIET_MS;
      await fillSlots({ ...stored, now, newId }, serviceId);
    },

    /** Everything is handled, every walk goes to its end, and all generations hold the same. */
    async settle(): Promise<void> {
      while (walks.length > 0) await this.walk(0, 0);
      while (generations.some(({ handled }) => handled < log.length)) await this.handle(Infinity, 50, 0);
      const all = await Promise.all(generations.map(({ run }) => recordsIn(run)));
      for (const records of all) expect(records).toEqual(all[0]);
      for (const { run } of generations) {
        await expectSound(await stored.userLists.ofRun(run), serviceId, versions);
      }
    },

    /** The slot of a user's record in a run. */
    async slotOf(run: string, user: number): Promise<number | undefined> {
      return (await (await rowsOf(run)).get(`${serviceId}:O:${user}`))?.slot;
    },
  };
}

export type ListWorld = Awaited<ReturnType<typeof listWorld>>;
