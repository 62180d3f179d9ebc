import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '@gatehouse/testing';

const PAGE_SIZE = 50;
const PAUSE_MS = 20;

/** When each name was first shown. */
export interface Watch {
  /** Waits until it is shown; gives the time in milliseconds. */
  shown(name: string): Promise<number>;
  close(): Promise<void>;
}

/** The names that one poll finds, and whether the next poll should follow at once. */
type Look = () => Promise<{ names: string[]; more: boolean }>;

function watching(look: Look): Watch {
  const seen = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  let isClosed = false;
  const done = (async () => {
    while (!isClosed) {
      const { names, more } = await look();
      const at = performance.now();
      for (const name of names) {
        if (!seen.has(name)) seen.set(name, at);
        waiting.get(name)?.(at);
        waiting.delete(name);
      }
      if (!more) await delay(PAUSE_MS);
    }
  })();
  return {
    shown(name) {
      const at = seen.get(name);
      return at === undefined ? new Promise((resolve) => waiting.set(name, resolve)) : Promise.resolve(at);
    },
    close() {
      isClosed = true;
      return done;
    },
  };
}

/** Watches GET /users of a service from which nothing is removed: the users' ids, as they come in behind the last. */
export function watchList(service: ApiClient): Watch {
  let page = 1;
  return watching(async () => {
    const { status, body, text } = await service.get(`/users?page=${page}&pageSize=${PAGE_SIZE}`);
    if (status !== 200) throw new Error(`GET /users: ${status} ${text}`);
    const more = body.numberOfPages > page;
    if (more) page++;
    return { names: body.users.map(({ userId }: { userId: string }) => userId), more };
  });
}

/** Watches /users/changes of a service: `<user id> <family name> <n>` for the n-th grant of a user that is shown with that name. */
export function watchNames(service: ApiClient): Watch {
  let since = '';
  const grants = new Map<string, Set<string>>();
  return watching(async () => {
    const { status, body, text } = await service.get(`/users/changes${since}`);
    if (status !== 200) throw new Error(`GET /users/changes: ${status} ${text}`);
    since = `?since=${body.next}`;
    const names: string[] = [];
    for (const { userId, organisationId, at, record } of body.changes) {
      // The name is the user's; the grant's time shows that the grant has been updated too.
      if (at < (renamedAt(record.familyName) ?? '')) continue;
      const name = `${userId} ${record.familyName}`;
      const found = grants.get(name) ?? new Set();
      grants.set(name, found.add(organisationId));
      names.push(`${name} ${found.size}`);
    }
    return { names, more: body.more };
  });
}

/** A family name that contains the time of the change. */
export function nameGiven(at: Date): string {
  return `Renamed ${at.toISOString()}`;
}

function renamedAt(familyName: string): string | undefined {
  return /^Renamed (.*)$/.exec(familyName)?.[1];
}
