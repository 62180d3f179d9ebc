import { setTimeout as pause } from 'node:timers/promises';
import { beginWalk, type Lists } from './lists.store.ts';

/** Tells, before a page of a service's unfiltered list is read, that somebody walks it. */
export type NoteWalk = (lists: Lists, serviceId: string) => Promise<void>;

interface Parts {
  now: () => number;
  newId: () => string;
}

/** A walk is written down when it begins, and again at most this often. */
export const WALK_NOTED_EVERY_MS = 30_000;
const PAUSE_MS = 10;
/** Records are moved for two seconds at most. */
const LONGEST_WAIT_MS = 5_000;

/** While records are being moved, which takes milliseconds, a walk that begins waits. */
export function createWalks(parts: Parts): NoteWalk {
  const notedIn = new WeakMap<Lists, Map<string, number>>();
  return async (lists, serviceId) => {
    const noted = notedIn.get(lists) ?? new Map<string, number>();
    notedIn.set(lists, noted);
    const last = noted.get(serviceId);
    if (last !== undefined && parts.now() - last < WALK_NOTED_EVERY_MS) return;
    const at = parts.now();
    for (let waited = 0; waited < LONGEST_WAIT_MS; waited += PAUSE_MS) {
      if (await beginWalk({ ...parts, lists }, serviceId)) break;
      await pause(PAUSE_MS);
    }
    noted.set(serviceId, at);
  };
}
