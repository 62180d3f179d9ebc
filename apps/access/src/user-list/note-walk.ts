import { setTimeout as pause } from 'node:timers/promises';
import { beginWalk, type Lists } from './lists.store.ts';

/** Puts a service's list into the phase `walked` before a page of it is read. */
export type NoteWalk = (lists: Lists, serviceId: string) => Promise<void>;

/** A walk is written when it begins, and again at most this often. */
export const WALK_NOTED_EVERY_MS = 30_000;
const PAUSE_MS = 10;
/** Filling works for two seconds at most; the lease of an instance that was killed lasts four. */
const LONGEST_WAIT_MS = 5_000;

/** Records that a list is being read page by page (a walk). While slots are being filled it waits some milliseconds. */
export function createNoteWalk(dependencies: { now: () => number; newId: () => string }): NoteWalk {
  const notedIn = new WeakMap<Lists, Map<string, number>>();
  return async (lists, serviceId) => {
    const noted = notedIn.get(lists) ?? new Map<string, number>();
    notedIn.set(lists, noted);
    const at = dependencies.now();
    if (at - (noted.get(serviceId) ?? Number.NEGATIVE_INFINITY) < WALK_NOTED_EVERY_MS) return;
    for (let waited = 0; waited < LONGEST_WAIT_MS; waited += PAUSE_MS) {
      if (await beginWalk({ ...dependencies, lists }, serviceId)) break;
      await pause(PAUSE_MS);
    }
    noted.set(serviceId, at);
  };
}
