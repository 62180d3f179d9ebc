import { createHmac, randomBytes } from 'node:crypto';
import { type Collection, change } from '@gatehouse/store';
import type { SessionDocument } from './sessions.store.ts';

const MINUTE_MS = 60_000;
/** A session ends after so long without use, and after so long in any case. */
export const IDLE_MS = 30 * MINUTE_MS;
export const LONGEST_MS = 8 * 60 * MINUTE_MS;

/** So many forms that must not be sent twice are remembered. */
const REMEMBERED = 50;

const COOKIE_VALUE = /^[A-Za-z0-9_-]{43}$/;

/** A random value that no one guesses: 256 bits, as cookies take it. */
export function newCookieValue(): string {
  return randomBytes(32).toString('base64url');
}

export function isCookieValue(value: string | undefined): value is string {
  return value !== undefined && COOKIE_VALUE.test(value);
}

/** The operator's sessions, each known by the random value in its cookie. */
export interface Sessions {
  /** Gives the value of the new session's cookie. */
  start(): Promise<string>;
  /** Whether the session goes on; this use is counted. */
  use(cookie: string): Promise<boolean>;
  /** Whether a form comes for the first time. `value`: what only this form has. */
  isFirst(cookie: string, value: string): Promise<boolean>;
  /** From then on the cookie is worth nothing, wherever it was copied to. */
  end(cookie: string): Promise<void>;
}

export function openSessions(
  collection: Collection<SessionDocument>,
  operatorSecret: string,
  now: () => number,
): Sessions {
  const idOf = (cookie: string) => createHmac('sha256', operatorSecret).update(cookie).digest('base64url');

  return {
    async start() {
      const cookie = newCookieValue();
      const startedAt = now();
      await change(collection, now, idOf(cookie), () => ({
        document: { _id: idOf(cookie), startedAt, endsAt: startedAt + IDLE_MS },
        result: undefined,
      }));
      return cookie;
    },
    async use(cookie) {
      const { result } = await change<SessionDocument, boolean>(collection, now, idOf(cookie), (session) => {
        const at = now();
        if (session === undefined || session.endsAt <= at) return { result: false };
        const endsAt = Math.min(session.startedAt + LONGEST_MS, at + IDLE_MS);
        return { document: { ...session, endsAt }, result: true };
      });
      return result;
    },
    async isFirst(cookie, value) {
      const { result } = await change<SessionDocument, boolean>(collection, now, idOf(cookie), (session) => {
        const sent = session?.sent ?? [];
        if (session === undefined || sent.includes(value)) return { result: false };
        return { document: { ...session, sent: [...sent, value].slice(-REMEMBERED) }, result: true };
      });
      return result;
    },
    async end(cookie) {
      await collection.purge([idOf(cookie)]);
    },
  };
}
